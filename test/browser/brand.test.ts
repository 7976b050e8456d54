import { afterEach, expect, test } from 'vitest'
import { violationsOn, wcagTags } from '../support/drivers/axe.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { postAs } from '../support/drivers/people.ts'
import { operatorToken } from '../support/drivers/server.ts'

/** How the market looks, as its operator set it: on its pages, also while they are open. */

afterEach(leaveNothing)

const operator = { token: operatorToken }
const look = {
  name: 'Riverside',
  color: '#1b4f9c',
  logo: null,
  icons: null,
  languages: [],
  layout: 'rows',
  currencyDisplay: 'code',
}

const imprint = `# Who we are
Riverside, **1 Quay Street**
Write to hello@riverside.example, or see [our page](https://riverside.example/).

- <script>window.harmed = 1</script>
- [x](javascript:window.harmed=1)`

test('[brand] a change reaches pages that are open: name, colour, legal pages', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const page = await (await openContext(browser, { device: 'phone' })).newPage()
  await page.goto(market.url)
  await page.getByRole('link', { name: 'Souk' }).waitFor()
  await postAs(market, '/api/brand', look, operator)
  await postAs(market, '/api/legal/imprint', { text: imprint }, operator)
  await page.getByRole('link', { name: 'Riverside' }).waitFor()
  const accent = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim())
  await expect.poll(accent).toBe('#1b4f9c')
  await page.reload()
  expect(await accent()).toBe('#1b4f9c')
  await page.getByRole('link', { name: 'Imprint' }).click()
  await page.getByRole('heading', { name: 'Who we are' }).waitFor()
  expect(await page.title()).toBe('Imprint · Riverside')
  await postAs(market, '/api/brand', { ...look, color: null }, operator)
  await expect.poll(accent).toBe('#a93f12')
})

test('[G13] a legal page shows its text and its links, and runs nothing', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await postAs(market, '/api/legal/imprint', { text: imprint }, operator)
  const page = await (await openContext(browser, { device: 'phone' })).newPage()
  await page.goto(`${market.url}/legal/imprint`)
  await page.getByRole('heading', { name: 'Who we are' }).waitFor()
  const links = await page
    .getByRole('article')
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  expect(links).toEqual(['mailto:hello@riverside.example', 'https://riverside.example/'])
  expect(await page.getByRole('listitem').allTextContents()).toEqual([
    '<script>window.harmed = 1</script>',
    '[x](javascript:window.harmed=1)',
  ])
  expect(await page.evaluate(() => 'harmed' in window)).toBe(false)
  expect(await violationsOn(page, wcagTags)).toEqual([])

  await page.goto(`${market.url}/legal/terms`)
  await page.getByText('This page has no text').waitFor()
})
