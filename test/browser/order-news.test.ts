import { afterEach, expect, test } from 'vitest'
import { list, newId } from '../support/builders/wares.ts'
import { violationsOn, wcagTags } from '../support/drivers/axe.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** What others do to an order is told to its buyer at once, on whatever page is open. */

afterEach(leaveNothing)

async function ordered() {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  await seller.ok('shop:update', { id: newId(), name: 'Old Oven', pickupNote: 'At the gate' })
  await list(seller, { name: 'Loaf', stock: 5 })
  const buyer = await Storefront.open(browser, market)
  const code = await buyer.buy('Loaf')
  await buyer.sheet.getByRole('button', { name: 'Done' }).click()
  await buyer.sheet.waitFor({ state: 'detached' })
  const orderId = market.core.market.orders.at(0).id
  return { market, seller, buyer, code, orderId }
}

test('[G7] a buyer reads at once that an order is ready, with its code, and gets to the ticket', async () => {
  const { seller, buyer, code, orderId } = await ordered()
  await seller.ok('order:ready', { id: newId(), orderId })
  await buyer.page.getByText(`Loaf is ready for pickup. Your code is ${code}.`).first().waitFor()
  expect(await violationsOn(buyer.page, wcagTags)).toEqual([])
  await buyer.page.getByRole('link', { name: 'Show your ticket' }).click()
  await buyer.page.getByRole('heading', { name: 'Order 1' }).waitFor()
  expect(await buyer.page.getByRole('link', { name: 'Show your ticket' }).count()).toBe(0)
})

test('[G7] a buyer reads at once that the shop cancelled an order, why, and where to look for another', async () => {
  const { seller, buyer, orderId } = await ordered()
  await seller.ok('order:cancel', { id: newId(), orderId, reason: 'the oven broke' })
  await buyer.page.getByText('Old Oven cancelled your order of Loaf: the oven broke.').first().waitFor()
  expect(await violationsOn(buyer.page, wcagTags)).toEqual([])
  await buyer.page.getByRole('link', { name: 'See everything from Old Oven' }).click()
  await buyer.page.getByRole('heading', { name: 'Old Oven' }).waitFor()
})

test('[G7] a buyer reads at once that the pickup has moved, and nothing about their own cancellation', async () => {
  const { seller, buyer } = await ordered()
  await seller.ok('shop:update', { id: newId(), pickupNote: 'At the other gate' })
  await buyer.page.getByText('Old Oven has changed its pickup details.').first().waitFor()
  await buyer.page.getByRole('button', { name: 'Dismiss' }).click()
  await buyer.page.getByRole('link', { name: /My orders/ }).click()
  await buyer.page.getByRole('link', { name: /1 × Loaf/ }).click()
  await buyer.page.getByText('At the other gate').waitFor()
  await buyer.cancelOrder()
  await buyer.page.getByText('You cancelled this order.').waitFor()
  expect(await buyer.page.getByRole('button', { name: 'Dismiss' }).count()).toBe(0)
})
