import { afterEach, expect, test } from 'vitest'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'
import { operatorToken } from '../support/drivers/server.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** Selling in a real browser, at a real market, while buyers watch. */

afterEach(leaveNothing)

const opened = () => Promise.all([startBrowserMarket(), startBrowser()])

test('[G12] the printed link signs in and leaves no token behind; without it there is only the sign-in form', async () => {
  const [market, browser] = await opened()
  const { page } = await SellersPage.open(browser, market)
  expect(page.url()).toBe(`${market.url}/sell`)
  await page.reload()
  await page.getByRole('heading', { name: 'Add your first product' }).waitFor()

  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(`${market.url}/sell/products`)
  await stranger.getByRole('heading', { name: 'Sign in to sell' }).waitFor()
  await stranger.getByLabel('Link or token').fill('not-the-token')
  await stranger.getByRole('button', { name: 'Sign in' }).click()
  await stranger.getByText('That link isn’t for this market.').waitFor()
  await stranger.getByLabel('Link or token').fill(`${market.url}/sell#token=${operatorToken}`)
  await stranger.getByRole('button', { name: 'Sign in' }).click()
  await stranger.getByRole('heading', { name: 'No products yet' }).waitFor()
})

test('[G7] a buyer with an open page sees new products, restocks and new prices', async () => {
  const [market, browser] = await opened()
  const buyer = await Storefront.open(browser, market)
  const seller = await SellersPage.open(browser, market)
  await seller.list({ name: 'Rye loaf', price: '4,50', stock: '3' })
  await buyer.card('Rye loaf').getByText('€4.50').waitFor()

  await seller.page.getByRole('button', { name: 'Change the stock of Rye loaf' }).click()
  await seller.sheet.getByLabel('Quantity received').fill('37')
  await seller.sheet.getByRole('button', { name: 'Add to stock' }).click()
  await seller.sheet.getByText('Now 40 in stock.').waitFor()
  await seller.page.keyboard.press('Escape')
  await seller.row('Rye loaf').getByText('40', { exact: true }).waitFor()

  await seller.edit('price', 'Rye loaf', '5')
  await buyer.card('Rye loaf').getByText('€5.00').waitFor()
  expect(market.core.market.products.get(1)).toMatchObject({ price: 500, stock: 40 })
  expect(buyer.loads).toBe(1)
})

test('[G4] a deleted product can be restored unchanged, from its row and after a reload', async () => {
  const [market, browser] = await opened()
  await list(await joinSeller(market), { name: 'Rye loaf', stock: 12 })
  const buyer = await Storefront.open(browser, market)
  const seller = await SellersPage.open(browser, market, { path: '/sell/products' })
  await seller.page.getByRole('button', { name: 'Delete Rye loaf' }).click()
  const buy = buyer.page.getByRole('button', { name: 'Buy Rye loaf', exact: true })
  await buy.waitFor({ state: 'detached' })
  await seller.row('Rye loaf deleted.').getByRole('button', { name: /^Undo/ }).click()
  await buy.waitFor()

  await seller.page.getByRole('button', { name: 'Delete Rye loaf' }).click()
  await seller.row('Rye loaf deleted.').waitFor()
  await seller.page.reload()
  await seller.page.getByRole('heading', { name: 'Recently deleted' }).waitFor()
  await seller.page.getByRole('button', { name: 'Undo deleting Rye loaf' }).click()
  await seller.row('Rye loaf').getByText('12', { exact: true }).waitFor()
})

test('[seller] a SKU is typed into the form, finds the product, and is printed on the pick list', async () => {
  const [market, browser] = await opened()
  const { id } = await list(await joinSeller(market), { name: 'Rye loaf' })
  await list(await joinSeller(market), { name: 'Rye roll' })
  const seller = await SellersPage.open(browser, market, { path: `/sell/products/${id}` })
  await seller.page.getByRole('button', { name: 'Edit', exact: true }).click()
  await seller.sheet.getByLabel('SKU').fill('BR-0042')
  await seller.sheet.getByRole('button', { name: 'Save' }).click()
  await seller.sheet.waitFor({ state: 'detached' })
  expect(market.core.market.products.get(id)?.sku).toBe('BR-0042')
  await seller.page.getByText('SKU BR-0042').waitFor()

  await seller.page.goto(`${market.url}/sell/products?q=br-0042`)
  await seller.row('Rye loaf').getByText('SKU BR-0042').waitFor()
  expect(await seller.row('Rye roll').count()).toBe(0)

  const [buyer] = await joinBuyers(market, 1)
  await buyer!.ok('purchase:create', purchase(market.core.market.products.get(id)!, 2))
  await seller.page.goto(`${market.url}/sell/orders`)
  await seller.page.emulateMedia({ media: 'print' })
  await seller.page.getByText('2 × Rye loaf (BR-0042)').waitFor()
})

test('[G7] a new order appears live, and is fulfilled by typing its code', async () => {
  const [market, browser] = await opened()
  const loaf = await list(await joinSeller(market), { name: 'Rye loaf' })
  const seller = await SellersPage.open(browser, market, { path: '/sell/orders' })
  await seller.page.getByRole('heading', { name: 'No orders yet' }).waitFor()
  const [buyer] = await joinBuyers(market, 1)
  const { order } = await buyer!.ok('purchase:create', purchase(loaf, 2))
  await seller.page.getByRole('button', { name: 'Show 1 new order' }).waitFor()
  await expect.poll(() => seller.page.title()).toMatch(/^\(1\) Orders/)
  await seller.page.getByRole('button', { name: 'Show 1 new order' }).click()
  await seller.row(order.pickupCode).getByText('2 × Rye loaf').filter({ visible: true }).waitFor()
  expect(await seller.page.title()).toMatch(/^Orders/)

  await seller.page.getByLabel('Pickup code, number or name').fill(order.pickupCode.toLowerCase())
  await seller.page.keyboard.press('Enter')
  await seller.sheet.getByText('Collect €12.40').waitFor()
  await expect
    .poll(() => seller.page.evaluate(() => document.activeElement?.textContent))
    .toBe('Paid and handed over')
  await seller.page.keyboard.press('Enter')
  await seller.sheet
    .getByText(/^Handed over/)
    .first()
    .waitFor()
  expect(market.core.market.orders.get(order.id)?.status).toBe('fulfilled')
})

test("[G4] cancelling an order returns its stock on everybody's screen", async () => {
  const [market, browser] = await opened()
  const loaf = await list(await joinSeller(market), { name: 'Rye loaf', stock: 2 })
  const [buyer] = await joinBuyers(market, 1)
  const { order } = await buyer!.ok('purchase:create', purchase(loaf, 2))
  const other = await Storefront.open(browser, market)
  await other.card('Rye loaf').getByText('Sold out').first().waitFor()
  const seller = await SellersPage.open(browser, market, { path: `/sell/orders?code=${order.pickupCode}` })
  await seller.sheet.getByRole('button', { name: 'Cancel order' }).click()
  await seller.sheet.getByLabel(/^Reason/).fill('Burnt')
  await seller.sheet.getByRole('button', { name: 'Cancel order' }).click()
  await other.page.getByRole('button', { name: 'Buy Rye loaf', exact: true }).waitFor()
  await seller.sheet.getByText(/Cancelled by the shop.*Burnt/).waitFor()
  expect(market.core.market.orders.get(order.id)).toMatchObject({ status: 'cancelled', reason: 'Burnt' })
})

test('[G7] a buyer sees at once that the shop closed, and that it opened again', async () => {
  const [market, browser] = await opened()
  await list(await joinSeller(market), { name: 'Rye loaf' })
  const buyer = await Storefront.open(browser, market)
  const seller = await SellersPage.open(browser, market)
  await buyer.page.getByRole('button', { name: 'Buy Rye loaf', exact: true }).waitFor()
  await seller.page.getByRole('button', { name: /: Open\. Change$/ }).click()
  await seller.page.getByRole('menuitem', { name: 'Pause until I reopen' }).click()
  await buyer
    .card('Rye loaf')
    .getByText(/closed/i)
    .first()
    .waitFor()
  await seller.page.getByText(/is closed. Nobody can order/).waitFor()
  await seller.page.getByRole('button', { name: /: Paused\. Change$/ }).click()
  await seller.page.getByRole('menuitem', { name: 'Open now' }).click()
  await buyer.page.getByRole('button', { name: 'Buy Rye loaf', exact: true }).waitFor()
})

test('[G6] an edit of something that somebody else has changed is refused, and overwrites nothing', async () => {
  const [market, browser] = await opened()
  const other = await joinSeller(market)
  const loaf = await list(other, { name: 'Rye loaf', price: 450 })
  const seller = await SellersPage.open(browser, market, { path: '/sell/products' })
  await seller.row('Rye loaf').hover()
  await seller.page.getByRole('button', { name: 'Edit the price of Rye loaf' }).click()
  await other.ok('product:update', { id: newId(), productId: loaf.id, price: 700 })
  const input = seller.page.getByRole('textbox', { name: 'Edit the price of Rye loaf' })
  await input.fill('5')
  await input.press('Enter')
  await seller.page
    .getByText('Someone else changed the price to €7.00. Yours, €5.00, was not saved.')
    .waitFor()
  expect(market.core.market.products.get(loaf.id)?.price).toBe(700)
  await seller.page.getByRole('button', { name: 'Keep mine' }).click()
  await seller.row('Rye loaf').getByText('€5.00').filter({ visible: true }).waitFor()
  await expect.poll(() => market.core.market.products.get(loaf.id)?.price).toBe(500)
})

test('[G7] a count during which a sale was made is refused, and sets nothing', async () => {
  const [market, browser] = await opened()
  const loaf = await list(await joinSeller(market), { name: 'Rye loaf', stock: 20 })
  const seller = await SellersPage.open(browser, market, { path: `/sell/products/${loaf.id}` })
  await seller.page.getByRole('button', { name: 'Change stock' }).click()
  await seller.sheet.getByText('Set count').click()
  await seller.sheet.getByLabel('Quantity counted').fill('18')
  const [buyer] = await joinBuyers(market, 1)
  await buyer!.ok('purchase:create', purchase(loaf, 3))
  await seller.sheet.getByRole('button', { name: 'Set stock' }).click()
  await seller.sheet.getByText(/while you were counting \(now 17\)/).waitFor()
  expect(market.core.market.products.get(loaf.id)?.stock).toBe(17)
  await seller.sheet.getByRole('button', { name: 'Set stock' }).click()
  await seller.sheet.getByText('Now 18 in stock.').waitFor()
  await seller.page.keyboard.press('Escape')
  const sum = seller.page.getByLabel('Summary')
  await expect.poll(() => sum.textContent()).toMatch(/20\D+1\D+0\D+3\D+0\D+18/)
})
