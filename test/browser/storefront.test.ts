import type { WebSocketRoute } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** Buying in a real browser, from a real market. */

afterEach(leaveNothing)

test('[G4] if two buy the last item at once, one gets it, and both see immediately that it is gone', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinSeller(market), { name: 'Last loaf', stock: 1 })
  const buyers = [await Storefront.open(browser, market), await Storefront.open(browser, market)]
  for (const buyer of buyers) await buyer.openSheet('Last loaf')
  await Promise.all(buyers.map(({ reserve }) => reserve.evaluate((button: HTMLElement) => button.click())))
  for (const { sheet } of buyers)
    await sheet
      .getByText(/Pickup code|sold out/)
      .first()
      .waitFor()
  const winners = await Promise.all(buyers.map(({ sheet }) => sheet.getByText('Pickup code').isVisible()))
  expect(winners.filter(Boolean)).toHaveLength(1)

  const [winner, loser] = winners[0] ? buyers : [...buyers].reverse()
  expect(await winner!.bought()).toMatch(/^[23456789CFGHJMPQRVWX]{6}$/)
  await winner!.sheet.getByText('Order 1', { exact: true }).waitFor()
  await winner!.sheet.getByText('You were the 1st to buy this').waitFor()
  await loser!.sheet
    .getByText(/sold out/)
    .first()
    .waitFor()

  for (const buyer of buyers) {
    await buyer.card('Last loaf').getByText('Sold out').waitFor()
    const tookMs = await buyer.soldOutAfterMs('Last loaf')
    console.info(`the card said "Sold out" ${tookMs.toFixed(1)} ms after its page had heard`)
    expect(tookMs).toBeLessThan(1_000)
    expect(buyer.loads).toBe(1)
  }
  expect(market.core.market.counters.orders).toBe(1)
})

/** The server's journal contains a purchase or not, and the buyer cannot know. */
for (const lost of ['the command', 'the reply'] as const) {
  test(`[G9] if ${lost} is lost and the server goes down, one order is made and shown`, async () => {
    const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
    await list(await joinSeller(market), { name: 'Loaf', stock: 5 })
    const buyer = await Storefront.open(browser, market, { path: '/r/nothing' })
    const line = await cutLine(buyer, lost)
    await buyer.page.goto(market.url)
    await buyer.openSheet('Loaf')
    await buyer.reserve.click()
    await line.isCut
    if (lost === 'the reply') await expect.poll(() => market.core.market.counters.orders).toBe(1)
    await market.stop()
    await buyer.sheet.getByText('Checking your order', { exact: true }).waitFor()
    await market.start()
    expect(await buyer.bought()).toMatch(/^[23456789CFGHJMPQRVWX]{6}$/)
    expect(market.core.market.counters.orders).toBe(1)
    expect(market.core.market.products.get(1)?.stock).toBe(4)
  })
}

test('[G9] a buyer who reloads during a purchase sees its outcome, and has bought once', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinSeller(market), { name: 'Loaf', stock: 5 })
  const buyer = await Storefront.open(browser, market, { path: '/r/nothing' })
  const line = await cutLine(buyer, 'the reply')
  await buyer.page.goto(market.url)
  await buyer.openSheet('Loaf')
  await buyer.reserve.click()
  await line.isCut
  await buyer.page.reload()
  expect(await buyer.bought()).toMatch(/^[23456789CFGHJMPQRVWX]{6}$/)
  expect(market.core.market.counters.orders).toBe(1)
})

test('[G5] a double click buys once, and a double click on Buy buys nothing', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinSeller(market), { name: 'Loaf', stock: 5 })
  const buyer = await Storefront.open(browser, market, { device: 'phone', path: '/product/1' })
  await buyer.page.getByRole('button', { name: 'Buy Loaf' }).dblclick()
  await buyer.reserve.waitFor()
  expect(market.core.market.counters.orders).toBe(0)
  await buyer.reserve.dblclick()
  await buyer.bought()
  expect(market.core.market.counters.orders).toBe(1)
  expect(market.core.market.products.get(1)?.stock).toBe(4)
})

test('[G5] a double tap on Buy, where Reserve appears next, buys nothing', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinSeller(market), { name: 'Loaf', stock: 5 })
  const buyer = await Storefront.open(browser, market, {
    device: 'phone',
    path: '/product/1',
    reducedMotion: 'reduce',
  })
  await buyer.openSheet('Loaf')
  const box = await buyer.reserve.boundingBox()
  await buyer.page.keyboard.press('Escape')
  await buyer.sheet.waitFor({ state: 'detached' })
  const spot = { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 }
  const tap = () => buyer.page.touchscreen.tap(spot.x, spot.y)
  await buyer.page.getByRole('button', { name: 'Buy Loaf' }).evaluate((button, { y }) => {
    window.scrollBy(0, button.getBoundingClientRect().top - y + 20)
    document.body.style.paddingBlockStart = `${Math.max(0, y - 20 - button.getBoundingClientRect().top)}px`
  }, spot)
  await tap()
  await tap()
  await buyer.reserve.waitFor()
  expect(market.core.market.counters.orders).toBe(0)
})

test('[G7] an open page is in step again after a restart of the server, without reload or reset', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const loaf = await list(await joinSeller(market), { name: 'Loaf', stock: 9 })
  const buyer = await Storefront.open(browser, market)
  await buyer.page.getByRole('button', { name: 'Buy Loaf', exact: true }).waitFor()
  const { resets } = buyer
  await market.restart()
  const seller = await joinSeller(market)
  await seller.ok('product:restock', { id: crypto.randomUUID(), productId: loaf.id, quantity: -2 })
  await list(seller, { name: 'New loaf' })
  await buyer.card('Loaf').getByText('7 in stock').waitFor()
  await buyer.page.getByRole('button', { name: 'Show 1 new product' }).click()
  await buyer.card('New loaf').waitFor()
  expect({ resets: buyer.resets, loads: buyer.loads }).toEqual({ resets, loads: 1 })
})

interface Line {
  /** Resolves when the command was sent, and it or its reply was lost. */
  isCut: Promise<void>
}

/**
 * Loses a purchase on its way, or everything that the server sends after it; the next connection works again. Only
 * pages that are opened after this call are affected.
 */
async function cutLine({ page }: Storefront, lost: 'the command' | 'the reply'): Promise<Line> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let isCut = false
  await page.routeWebSocket(/socket\.io/, (socket: WebSocketRoute) => {
    const server = socket.connectToServer()
    let isMute = false
    socket.onMessage((message) => {
      const isCommand = !isCut && String(message).includes('purchase:create')
      if (isCommand) {
        isCut = true
        isMute = true
        resolve()
      }
      if (!isCommand || lost === 'the reply') server.send(message)
    })
    server.onMessage((message) => {
      if (!isMute) socket.send(message)
    })
  })
  return { isCut: promise }
}
