import { afterEach, expect, test } from 'vitest'
import { png } from '../support/builders/pictures.ts'
import { violationsOn, wcagTags } from '../support/drivers/axe.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { postAs } from '../support/drivers/people.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'
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

const logo = {
  name: 'logo.png',
  mimeType: 'image/png',
  buffer: png(300, 120),
}

test('[brand] the operator sets the look on a page: what is made of a colour, icons, legal pages', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const { page } = await SellersPage.open(browser, market, { path: '/sell/look' })
  await page.getByLabel('Market name').fill('Riverside')
  const color = page.getByRole('textbox', { name: 'Colour', exact: true })
  await color.fill('#ffd4')
  await page.locator('input[type=file]').setInputFiles(logo)
  await page.getByRole('img', { name: 'Logo' }).waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Enter a colour like').waitFor()
  await color.fill('#ffd400')
  await page.getByText('Light: Adjusted to stay readable.').waitFor()
  await page.getByText('Dark: Readable as it is.').waitFor()
  await page.getByRole('checkbox', { name: 'Deutsch' }).check()
  await page.getByRole('radio', { name: /^Gallery/ }).check()
  await page.getByLabel('Prices look like').selectOption('code')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('The look was saved.').first().waitFor()
  await page.getByRole('textbox', { name: 'Imprint' }).fill('# Who we are')
  await page.getByRole('button', { name: 'Save Imprint' }).click()
  await page.getByRole('link', { name: 'View: Imprint' }).waitFor()
  expect(market.core.brand.current).toMatchObject({
    name: 'Riverside',
    color: '#ffd400',
    languages: ['de'],
    layout: 'gallery',
    currencyDisplay: 'code',
    legal: ['imprint'],
    logo: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  const manifest = (await (await fetch(`${market.url}/manifest.webmanifest`)).json()) as {
    icons: { src: string }[]
  }
  for (const { src } of manifest.icons) expect((await fetch(market.url + src)).status).toBe(200)
  expect(await violationsOn(page, wcagTags)).toEqual([])
  await page.reload()
  expect(await page.getByLabel('Market name').inputValue()).toBe('Riverside')
  await page.getByRole('button', { name: 'Remove logo' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('The look was saved.').first().waitFor()
  // A letter on the colour takes the logo's place.
  expect(market.core.brand.settings).toMatchObject({ logo: null, icons: expect.anything() })
})

test('[brand] a sign for the market or a stall has its name and a code, and is printed alone on one page', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await postAs(market, '/api/brand', look, operator)
  const { page } = await SellersPage.open(browser, market, { path: '/sell/sign?shop=1' })
  await page.getByRole('img', { name: `${market.url}/shop/house` }).waitFor()
  const sign = page.getByRole('article')
  await sign.getByText('Scan to buy').waitFor()
  await sign.getByText('Riverside').waitFor()
  expect(await violationsOn(page, wcagTags)).toEqual([])
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false)
  expect(await page.getByRole('navigation').first().isVisible()).toBe(false)
  const pdf = await page.pdf({ format: 'A4' })
  expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1)
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
