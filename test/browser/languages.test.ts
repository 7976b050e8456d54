import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { violationsIn, violationsOn, wcagTags } from '../support/drivers/axe.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'
import { operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const open = async (locale: string, { path = '/', device = 'phone' as 'phone' | 'desktop' } = {}) => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinSeller(market), { name: 'Rye loaf, 1 kg.', price: 123_450, stock: 5 })
  const page = await (await openContext(browser, { device }, { locale })).newPage()
  await page.goto(market.url + path)
  const root = () => page.evaluate('[document.documentElement.lang, document.documentElement.dir]')
  return { market, page, root }
}

test('[language] a browser’s language is spoken, and another one is chosen and kept', async () => {
  const { market, page, root } = await open('de-AT')
  await page.getByRole('button', { name: 'Rye loaf, 1 kg. in den Warenkorb' }).waitFor()
  expect(await root()).toEqual(['de', 'ltr'])
  expect(await page.locator('main').textContent()).toMatch(/1.?234,50/)
  expect(await violationsOn(page, wcagTags)).toEqual([])
  await page.getByLabel('Sprache').selectOption('fr')
  await page.getByRole('button', { name: 'Ajouter Rye loaf, 1 kg. au panier' }).waitFor()
  expect(await root()).toEqual(['fr', 'ltr'])
  await page.reload()
  await page.getByRole('button', { name: 'Ajouter Rye loaf, 1 kg. au panier' }).waitFor()
  const sent = await page.context().request.get(`${market.url}/`, { headers: { accept: 'text/html' } })
  expect(await sent.text()).toContain('<html lang="fr" dir="ltr">')
  await page.goto(`${market.url}/?lang=es`)
  await page.getByRole('button', { name: 'Añadir Rye loaf, 1 kg. al carrito' }).waitFor()
})

test('[language] Arabic is written from right to left, also where a name is not', async () => {
  const { market, page, root } = await open('ar')
  await page.getByRole('link', { name: 'Rye loaf, 1 kg.' }).click()
  await page.getByRole('button', { name: 'شراء' }).first().click()
  await page.getByRole('dialog').getByText('المجموع').waitFor()
  expect(await root()).toEqual(['ar', 'rtl'])
  expect(await violationsOn(page, wcagTags)).toEqual([])
  await page.goto(`${market.url}/board`)
  await page.getByText('مباشر', { exact: true }).waitFor()
  expect(await violationsIn(page, 'dark', wcagTags)).toEqual([])
  await page.goto(`${market.url}/board?lang=de`)
  await page.getByText('LIVE', { exact: true }).waitFor()
  expect(await root()).toEqual(['de', 'ltr'])
  await page.goto(`${market.url}/account`)
  await page.getByRole('heading', { name: 'الحساب' }).waitFor()
})

test('[language] sellers read German, and English where their language has no pages for them', async () => {
  const { market, page, root } = await open('de', { path: `/sell#token=${operatorToken}`, device: 'desktop' })
  await page.getByRole('navigation', { name: 'Seiten deines Ladens' }).waitFor()
  expect(await root()).toEqual(['de', 'ltr'])
  expect(await violationsOn(page, wcagTags)).toEqual([])
  await page.goto(`${market.url}/?lang=ar`)
  await page.getByRole('link', { name: 'ابدأ البيع' }).click()
  await page.getByRole('navigation', { name: 'Seiten deines Ladens' }).waitFor()
  expect(await root()).toEqual(['de', 'ltr'])
})

test('[language] a seller gives a product a German name: Germans read it at once, and others its own', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const loaf = await list(await joinSeller(market), { name: 'Rye loaf', price: 650, stock: 5 })
  const visit = async (locale: string, path = '/') => {
    const page = await (await openContext(browser, { device: 'desktop' }, { locale })).newPage()
    await page.goto(market.url + path)
    return page
  }
  const [german, english] = await Promise.all([visit('de'), visit('en-GB')])
  for (const page of [german, english])
    await page.getByRole('link', { name: 'Rye loaf', exact: true }).waitFor()
  const { page, sheet } = await SellersPage.open(browser, market, { path: `/sell/products/${loaf.id}` })
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await sheet.getByText('Other languages').click()
  await sheet.getByLabel('Name (Deutsch)').fill('Roggenbrot')
  expect(await violationsOn(page, wcagTags)).toEqual([])
  await sheet.getByRole('button', { name: 'Save' }).click()

  await german.getByRole('button', { name: 'Roggenbrot kaufen' }).click()
  await german.getByRole('dialog').getByText('Roggenbrot').waitFor()
  expect(await english.getByRole('link', { name: 'Rye loaf', exact: true }).count()).toBe(1)
  expect(await english.getByText('Roggenbrot').count()).toBe(0)
  expect(await violationsOn(german, wcagTags)).toEqual([])
  await german.getByLabel('Name für die Abholung').fill('Ada')
  await german
    .getByRole('dialog')
    .getByRole('button', { name: /eservieren/ })
    .click()
  await german.getByText('1 × Roggenbrot').first().waitFor()
  await german.goto(`${market.url}/?q=rye`)
  await german.getByRole('link', { name: 'Roggenbrot', exact: true }).waitFor()
  const board = await visit('de', '/board')
  await board.getByText('Roggenbrot').first().waitFor()
})
