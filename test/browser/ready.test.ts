import { afterEach, expect, test } from 'vitest'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** "Ready for pickup", from the seller's click to the buyer's receipt and the shop's board. */

afterEach(leaveNothing)

async function ordered() {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const loaf = await list(await joinSeller(market), { name: 'Rye loaf' })
  const [buyer] = await joinBuyers(market, 1)
  const { order } = await buyer!.ok('purchase:create', purchase(loaf, 2))
  return { market, browser, order }
}

test('[G7] an order that its seller marks as ready is shown as ready on its open receipt', async () => {
  const { market, browser, order } = await ordered()
  const receipt = await Storefront.open(browser, market, { path: order.receiptUrl })
  await receipt.page.getByText('Waiting for pickup').waitFor()
  const seller = await SellersPage.open(browser, market, { path: `/sell/orders?code=${order.pickupCode}` })
  await seller.sheet.getByRole('button', { name: 'Ready for pickup' }).click()
  await receipt.page.getByText('Ready for pickup').waitFor()
  await receipt.page.getByText('Pay €12.40 at pickup').waitFor()
  await seller.sheet.getByRole('button', { name: 'Ready for pickup' }).waitFor({ state: 'detached' })
  await seller.sheet.getByRole('button', { name: 'Paid and handed over' }).waitFor()
  await seller.page.goto(`${market.url}/sell`)
  await seller.page.getByText('1 order ready for pickup').waitFor()
})

test('[G12] the board of a shop shows the codes of ready orders to its seller, and to nobody else', async () => {
  const { market, browser, order } = await ordered()
  const seller = await joinSeller(market)
  await seller.ok('order:ready', { id: newId(), orderId: order.id })
  const { page } = await SellersPage.open(browser, market)
  await page.goto(`${market.url}/board?shop=1`)
  await page.getByText(order.pickupCode).waitFor()
  const stranger = await (await browser.newContext()).newPage()
  const heard: string[] = []
  stranger.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => heard.push(String(payload))),
  )
  await stranger.goto(`${market.url}/board?shop=1`)
  await stranger.getByText('LIVE').waitFor()
  expect(heard.join('')).toContain('sales:made')
  expect(heard.join('')).not.toContain(order.pickupCode)
  await seller.ok('order:fulfil', { id: newId(), orderId: order.id })
  await page.getByText(order.pickupCode).waitFor({ state: 'detached' })
  expect(await stranger.getByText(order.pickupCode).count()).toBe(0)
})
