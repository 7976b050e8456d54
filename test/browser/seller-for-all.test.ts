import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list, purchase } from '../support/builders/wares.ts'
import { colorSchemes, type Violation, violationsIn, violationsOn } from '../support/drivers/axe.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'

/** The seller's pages and the board for everybody: contrast, names and structure, on live pages. */

afterEach(leaveNothing)

const expectNothingSerious = async (page: Page, where: string): Promise<void> =>
  expectNoneSerious(await violationsOn(page), where)

function expectNoneSerious(violations: Violation[], where: string): void {
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const told = serious.map(({ id, nodes }) => `${where}: ${id} ${nodes.map(({ html }) => html).join(' ')}`)
  expect(told).toEqual([])
}

test("[axe] no seller's page has a serious problem, light or dark", async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const other = await joinSeller(market)
  const loaf = await list(other, { name: 'Rye loaf', stock: 20, category: 'Bread' })
  await list(other, { name: 'Bun', stock: 0 })
  await list(other, { name: 'Cake', stock: 2, status: 'hidden' })
  const [buyer] = await joinBuyers(market, 1)
  const { order } = await buyer!.ok('purchase:create', purchase(loaf))
  const seller = await SellersPage.open(browser, market)
  const { page } = seller
  await seller.row(order.pickupCode).waitFor()
  await expectNothingSerious(page, 'overview')
  await seller.goTo.getByText('Products').click()
  await page.getByRole('heading', { name: 'Products' }).waitFor()
  await seller.row('Rye loaf').waitFor()
  await expectNothingSerious(page, 'products')
  await page.getByRole('button', { name: 'New product' }).click()
  await seller.sheet.getByLabel('Name', { exact: true }).waitFor()
  await expectNothingSerious(page, 'new product')
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Rye loaf' }).click()
  await page.getByRole('heading', { name: 'Stock history' }).waitFor()
  await expectNothingSerious(page, 'product')
  await seller.goTo.getByText('Orders').click()
  await page.getByRole('button', { name: `Open order ${order.number}` }).click()
  await seller.sheet.getByText(order.pickupCode).waitFor()
  await expectNothingSerious(page, 'order')
  await page.keyboard.press('Escape')
  await seller.goTo.getByText('Settings').click()
  await page.getByLabel('Pickup details').waitFor()
  await expectNothingSerious(page, 'settings')
  await seller.goTo.getByText('Shops').click()
  await page.getByRole('button', { name: 'Invite a seller' }).click()
  await page.getByRole('button', { name: 'Create link' }).click()
  await page.getByLabel('Link', { exact: true }).waitFor()
  await expectNothingSerious(page, 'shops')
})

test('[axe] no bulk action has a serious problem, light or dark', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const other = await joinSeller(market)
  const loaf = await list(other, { name: 'Rye loaf', stock: 20 })
  await list(other, { name: 'Bun' })
  const [buyer] = await joinBuyers(market, 1)
  for (let count = 0; count < 3; count += 1) await buyer!.ok('purchase:create', purchase(loaf))
  const { page } = await SellersPage.open(browser, market, { path: '/sell/products' })
  await page.getByRole('checkbox', { name: 'Select Bun' }).check()
  await expectNothingSerious(page, 'several selected')
  await page.getByRole('button', { name: 'Import' }).click()
  const file = {
    name: 'a.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('name,price\nRolls,abc\nTart,1.00\n'),
  }
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText('Fix 1 error').waitFor()
  await expectNothingSerious(page, 'import')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /^Search or jump/ }).fill('rye')
  await page.getByRole('option', { name: /Rye loaf/ }).waitFor()
  await expectNothingSerious(page, 'palette')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Stock history' }).waitFor()
  expect(page.url()).toContain(`/sell/products/${loaf.id}`)
})

test('[axe] no sign-in form or account page has a serious problem, light or dark', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const page = await (await openContext(browser, { device: 'phone' })).newPage()
  for (const [path, heading] of [
    ['/sell', 'Sign in to sell'],
    ['/sign-in', 'Sign in'],
    ['/sign-up', 'Create an account'],
    ['/account', 'Account'],
    ['/invite#nothing', 'This link has expired'],
    ['/reset#nothing', 'Choose a new password'],
  ] as const) {
    await page.goto(`${market.url}${path}`)
    await page.getByRole('heading', { name: heading }).waitFor()
    await expectNothingSerious(page, path)
  }
})

for (const colorScheme of colorSchemes) {
  test(`[axe] the board has no serious problem, ${colorScheme}`, async () => {
    const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
    const other = await joinSeller(market)
    for (let index = 0; index < 30; index += 1) await list(other, { name: `Loaf ${index}`, stock: index })
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${market.url}/board?rotate=0&theme=${colorScheme}`)
    await page.getByText('SOLD OUT').waitFor()
    expectNoneSerious(await violationsIn(page, colorScheme), 'board')
  })
}
