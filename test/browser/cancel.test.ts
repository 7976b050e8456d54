import { afterEach, expect, test } from 'vitest'
import { list, purchase } from '../support/builders/wares.ts'
import { violationsOn, wcagTags } from '../support/drivers/axe.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'

/** Orders are cancelled with or without putting their items back on sale. */

afterEach(leaveNothing)

async function ordered(count: number) {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const loaf = await list(await joinSeller(market), { name: 'Rye loaf', stock: 9 })
  const [buyer] = await joinBuyers(market, 1)
  const orders = []
  for (let index = 0; index < count; index += 1)
    orders.push((await buyer!.ok('purchase:create', purchase(loaf, 2))).order)
  const stock = () => market.core.market.products.get(loaf.id)?.stock
  return { market, browser, orders, stock }
}

test('[G4] a seller cancels an order whose items are gone, and they are not for sale again', async () => {
  const { market, browser, orders, stock } = await ordered(1)
  const [order] = orders
  const seller = await SellersPage.open(browser, market, { path: `/sell/orders?code=${order!.pickupCode}` })
  await seller.sheet.getByRole('button', { name: 'Cancel order' }).click()
  await seller.sheet.getByText('Items go back into stock right away.').waitFor()
  await seller.sheet.getByRole('checkbox', { name: 'Restock items' }).uncheck()
  await seller.sheet.getByText('Items are gone and won’t be for sale again.').waitFor()
  expect(await violationsOn(seller.page, wcagTags)).toEqual([])
  await seller.sheet.getByRole('button', { name: 'Cancel order' }).click()
  await seller.sheet.getByText(/Cancelled by the shop/).waitFor()
  expect(stock()).toBe(7)
  await market.restart()
  expect(stock()).toBe(7)
})

test('[G4] a seller cancels several orders at once, without restocking', async () => {
  const { market, browser, stock } = await ordered(2)
  const { page, sheet } = await SellersPage.open(browser, market, { path: '/sell/orders' })
  for (const number of [1, 2])
    await page.getByRole('checkbox', { name: `Select Order ${number}`, exact: true }).check()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await sheet.getByRole('checkbox', { name: 'Restock items' }).uncheck()
  await sheet.getByRole('button', { name: 'Cancel 2 orders' }).click()
  await expect.poll(() => market.core.market.counters.ordersStanding).toBe(0)
  expect(stock()).toBe(5)
})
