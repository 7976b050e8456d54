import { afterEach, expect, test } from 'vitest'
import { list, newId } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** What a buyer sees when something has changed, and the one press that fixes it. */

afterEach(leaveNothing)

/** A market with a seller, and a buyer who gets no changes until `release` is called. */
async function openLate() {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  const buyer = await Storefront.open(browser, market, { path: '/r/nothing' })
  let held: (() => void)[] | null = null
  await buyer.page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => server.send(message))
    server.onMessage((message) => {
      if (held && String(message).includes('market:changed')) held.push(() => socket.send(message))
      else socket.send(message)
    })
  })
  const hold = () => {
    held = []
  }
  const release = () => {
    const late = held ?? []
    held = null
    for (const send of late) send()
  }
  return { market, seller, buyer, hold, release, open: () => buyer.page.goto(market.url) }
}

test('[buy] a buyer who wants more than is left takes the rest with one press', async () => {
  const { market, seller, buyer, hold, release, open } = await openLate()
  const { id: productId } = await list(seller, { name: 'Loaf', price: 500, stock: 3 })
  await open()
  await buyer.openSheet('Loaf')
  await buyer.sheet.getByRole('button', { name: 'Increase quantity' }).click()
  await buyer.sheet.getByRole('button', { name: 'Increase quantity' }).click()
  hold()
  await seller.ok('product:restock', { id: newId(), productId, quantity: -1 })
  await buyer.reserve.click()
  await buyer.sheet.getByText('Only 2 of Loaf left. Your order wasn’t placed.').waitFor()
  release()
  await buyer.sheet.getByRole('button', { name: 'Get the last 2 for €10.00' }).click()
  await buyer.bought()
  expect(market.core.market.products.get(productId)?.stock).toBe(0)
})

test('[buy] a changed price is shown before buying, and again if the buyer could not know it', async () => {
  const { market, seller, buyer, hold, release, open } = await openLate()
  const { id: productId } = await list(seller, { name: 'Loaf', price: 500, stock: 3 })
  await open()
  await buyer.openSheet('Loaf')
  await seller.ok('product:update', { id: newId(), productId, price: 600 })
  await buyer.sheet.getByText('The price has changed from €5.00 to €6.00.').waitFor()
  hold()
  await seller.ok('product:update', { id: newId(), productId, price: 700 })
  await buyer.sheet.getByRole('button', { name: 'Reserve at the new price · pay €6.00 at pickup' }).click()
  await buyer.sheet.getByText('Loaf now costs €7.00, not €6.00. Your order wasn’t placed.').waitFor()
  release()
  await buyer.sheet.getByRole('button', { name: 'Reserve at €7.00' }).click()
  await buyer.bought()
  await buyer.sheet.getByText('Pay €7.00 at pickup').waitFor()
  expect(market.core.market.counters.orders).toBe(1)
})

test('[buy] if a product sells out under an open sheet, the sheet says so and offers others of the shop', async () => {
  const { seller, buyer, open } = await openLate()
  const { id: productId } = await list(seller, { name: 'Loaf', stock: 1 })
  await list(seller, { name: 'Roll', price: 0, stock: 5 })
  await open()
  await buyer.openSheet('Loaf')
  await seller.ok('product:restock', { id: newId(), productId, quantity: -1 })
  await buyer.sheet.getByText('This just sold out. Your order wasn’t placed.').waitFor()
  await buyer.sheet.getByRole('button', { name: /Roll/ }).click()
  await buyer.sheet.getByRole('button', { name: 'Reserve for free' }).click()
  await buyer.bought()
})

test('[buy] a closed shop, and a limit that is used up, are shown in place of Buy', async () => {
  const { seller, buyer, open } = await openLate()
  await list(seller, { name: 'Badge', stock: 5, limitPerBuyer: 1 })
  await open()
  await buyer.openSheet('Badge')
  await buyer.sheet.getByText('Limit 1 per customer.').waitFor()
  await buyer.reserve.click()
  await buyer.bought()
  await buyer.sheet.getByRole('button', { name: 'Done' }).click()
  await buyer.page.getByRole('button', { name: 'Buy Badge' }).click()
  await buyer.sheet.getByText('You’ve reached the limit of 1 per customer.').waitFor()
  await buyer.page.keyboard.press('Escape')
  await seller.ok('shop:update', { id: newId(), status: 'closed' })
  await buyer.page.getByRole('button', { name: 'Shop closed: Badge' }).waitFor()
})

test('[cart] a refused line is corrected and sent again, together with the other lines', async () => {
  const { market, seller, buyer, hold, release, open } = await openLate()
  const { id: productId } = await list(seller, { name: 'Loaf', price: 500, stock: 2 })
  await list(seller, { name: 'Roll', price: 100, stock: 5 })
  await open()
  for (const name of ['Loaf', 'Roll']) await buyer.addToCart(name)
  await buyer.page.reload()
  await buyer.page.getByRole('button', { name: /^Cart/ }).click()
  hold()
  await seller.ok('product:restock', { id: newId(), productId, quantity: -2 })
  await buyer.sheet.getByRole('button', { name: 'Reserve and pay €6.00 at pickup' }).click()
  await buyer.sheet.getByText('Loaf is sold out. Still in your cart.').waitFor()
  release()
  await buyer.sheet.getByRole('button', { name: 'Reserve and pay €1.00 at pickup' }).click()
  await buyer.sheet.getByText('You got it').waitFor()
  expect(market.core.market.counters.orders).toBe(1)
  await buyer.sheet.getByRole('button', { name: 'Remove Loaf' }).click()
  await buyer.sheet.getByRole('heading', { name: 'Orders placed' }).waitFor()
})

test('[cart] what is ordered from its sheet leaves the cart only once it is ordered', async () => {
  const { market, seller, buyer, hold, release, open } = await openLate()
  const { id: productId } = await list(seller, { name: 'Loaf', price: 500, stock: 2 })
  await open()
  await buyer.addToCart('Loaf')
  await buyer.openSheet('Loaf')
  hold()
  await seller.ok('product:update', { id: newId(), productId, price: 600 })
  await buyer.reserve.click()
  await buyer.sheet.getByText('Loaf now costs €6.00, not €5.00. Your order wasn’t placed.').waitFor()
  await buyer.page.getByRole('button', { name: /^Cart.*1/, includeHidden: true }).waitFor()
  release()
  await buyer.sheet.getByRole('button', { name: 'Reserve at €6.00' }).click()
  await buyer.bought()
  await buyer.page.keyboard.press('Escape')
  await buyer.page.getByRole('button', { name: 'Cart', exact: true }).waitFor()
  expect(market.core.market.counters.orders).toBe(1)
})

test('[receipt] it shows the order live on another device, where the order can be cancelled', async () => {
  const { market, seller, buyer, open } = await openLate()
  await list(seller, { name: 'Loaf', stock: 5 })
  await open()
  const code = await buyer.buy('Loaf')
  await buyer.sheet.getByRole('link', { name: 'My orders' }).click()
  await buyer.page.getByRole('link', { name: /1 × Loaf/ }).click()
  await buyer.page.waitForURL(/\/r\/.+/)
  const browser = buyer.context.browser()
  if (!browser) throw new Error('the context has no browser')
  const path = new URL(buyer.page.url()).pathname
  const friend = await Storefront.open(browser, market, { path })
  await friend.page.getByText(code).waitFor()
  expect(await friend.page.getByRole('button', { name: 'Cancel order' }).count()).toBe(0)
  await buyer.cancelOrder()
  await buyer.page.getByText('You cancelled this order.').waitFor()
  await friend.page.getByText('Cancelled', { exact: true }).waitFor()
  expect(market.core.market.products.get(1)?.stock).toBe(5)
})
