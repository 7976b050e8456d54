import { afterAll, describe, expect, test } from 'vitest'
import { list, newId } from '../support/builders/wares.ts'
import { type ProxyRules, proxyTo } from '../support/doubles/blocking-proxy.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { builtFrom } from '../support/drivers/built-client.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** Networks that block a page: they refuse, swallow, answer or cut its WebSockets, or everything but pages. */

// Not after each: tests that run at the same time would end one another's markets.
afterAll(leaveNothing)

const opened = () => Promise.all([startBrowserMarket(), startBrowser()])

const inTheWay: ProxyRules[] = [
  { webSockets: 'refuse 403' },
  { webSockets: 'refuse 502', buffers: true },
  { webSockets: 'close' },
  { webSockets: 'swallow' },
  { webSockets: 'answer 200' },
]

/** At the same time: they wait for most of their time. */
describe.concurrent('at the same time', () => {
  test.for(inTheWay)(
    '[G7] where WebSockets meet $webSockets a page buys, and sees what others buy',
    async (rules) => {
      const [market, browser] = await opened()
      const product = await list(await joinSeller(market), { name: 'Loaf', stock: 9 })
      const proxy = await proxyTo(market, rules)
      const buyer = await Storefront.open(browser, proxy)
      const other = await Storefront.open(browser, market)
      await buyer.openSheet('Loaf')
      await buyer.reserve.click()
      expect(await buyer.bought()).toMatch(/^\w{6}$/)
      await buyer.page.keyboard.press('Escape')
      await other.card('Loaf').getByText('8 in stock').waitFor()
      await other.buy('Loaf')
      await buyer.card('Loaf').getByText('7 in stock').waitFor()
      expect(market.core.market.products.get(product.id)?.stock).toBe(7)
      // The page remembers what works: the next page loses no time.
      await buyer.page.waitForFunction(() => sessionStorage.getItem('souk:websockets-blocked-until'))
      const { upgrades } = proxy
      await buyer.page.reload()
      await buyer.card('Loaf').getByText('7 in stock').waitFor()
      await buyer.openSheet('Loaf')
      expect(proxy.upgrades).toBe(upgrades)
    },
  )

  test('[G7] if WebSockets are cut repeatedly, a page continues by polling from where it was', async () => {
    const [market, browser] = await opened()
    const seller = await joinSeller(market)
    const product = await list(seller, { name: 'Loaf', stock: 30 })
    const proxy = await proxyTo(market, { webSockets: 'cut' })
    const buyer = await Storefront.open(browser, proxy)
    for (let stock = 30; stock > 25; stock -= 1) {
      await buyer.card('Loaf').getByText(`${stock} in stock`).waitFor()
      proxy.cut()
      await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: -1 })
    }
    await buyer.card('Loaf').getByText('25 in stock').waitFor()
    const { upgrades } = proxy
    expect(upgrades).toBeLessThanOrEqual(4)
    await buyer.buy('Loaf')
    expect([buyer.loads, proxy.upgrades]).toEqual([1, upgrades])
  })

  test('[G7] if only pages get through, products are shown, and the page says what works', async () => {
    const [market, browser] = await opened()
    const seller = await joinSeller(market)
    const product = await list(seller, { name: 'Loaf', stock: 30 })
    const proxy = await proxyTo(market, { webSockets: 'swallow', refuses: /socket\.io/ })
    const buyer = await Storefront.open(browser, proxy)
    await buyer.card('Loaf').getByText('30 in stock').waitFor()
    await buyer.page.getByText('This network blocks live updates.').waitFor()
    await buyer.page.getByText('we check every few seconds. To order, try another network.').waitFor()
    await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: -4 })
    await buyer.card('Loaf').getByText('26 in stock').waitFor()
    expect(await buyer.page.getByRole('button', { name: 'Buy Loaf', exact: true }).count()).toBe(0)
    proxy.rules = { webSockets: 'pass' }
    await buyer.buy('Loaf')
  })

  test('[G7] if nothing can be sent, products are shown, and the page says that ordering does not work', async () => {
    const [market, browser] = await opened()
    await list(await joinSeller(market), { name: 'Loaf', stock: 9 })
    const proxy = await proxyTo(market, { webSockets: 'refuse 403', refuses: /^POST/ })
    const buyer = await Storefront.open(browser, proxy)
    await buyer.card('Loaf').getByText('9 in stock').waitFor()
    await buyer.page.getByText('This network blocks live updates.').waitFor()
  })

  test('[G7] a board behind a network without WebSockets is live, and uses them again when they get through', async () => {
    const [market, browser] = await opened()
    await list(await joinSeller(market), { name: 'Loaf', stock: 9 })
    const proxy = await proxyTo(market, { webSockets: 'refuse 403' })
    const board = await browser.newPage()
    await board.goto(`${proxy.url}/board`)
    await board.getByText('LIVE', { exact: true }).waitFor()
    const found = board.waitForEvent('websocket', { timeout: 60_000 })
    proxy.rules = { webSockets: 'pass' }
    await found
    await board.waitForEvent('websocket', { timeout: 60_000 })
    await board.getByText('LIVE', { exact: true }).waitFor()
  })
})

test('[G7] products are shown at once, whatever happens to the connection', async () => {
  const [market, browser] = await opened()
  await list(await joinSeller(market), { name: 'Loaf', stock: 9 })
  const proxy = await proxyTo(market, { webSockets: 'swallow', refuses: /transport=polling/ })
  const buyer = await Storefront.open(browser, proxy, { path: '/product/1' })
  await buyer.page.getByRole('heading', { name: 'Loaf' }).waitFor()
  // Loaded a moment ago, and not yet live: neither shown as old, nor for sale.
  expect(await buyer.page.getByText('May be out of date').count()).toBe(0)
  await buyer.page.getByText('Connecting').first().waitFor()
})

test('[G7] if the server is down, the page says so, and does not blame the network', async () => {
  const [market, browser] = await opened()
  await list(await joinSeller(market), { name: 'Loaf', stock: 9 })
  const proxy = await proxyTo(market, { webSockets: 'pass' })
  const context = await openContext(browser, { device: 'desktop' })
  const file = await builtFrom('socket/trouble.ts')
  const fallback = context.waitForEvent('response', (response) => response.url().endsWith(file))
  const buyer = await Storefront.in(context, proxy)
  await fallback
  await buyer.card('Loaf').waitFor()
  proxy.rules = { webSockets: 'close', refuses: /./, status: 503 }
  proxy.cut()
  await buyer.page.getByText('The market isn’t answering.').waitFor()
  proxy.rules = { webSockets: 'pass' }
  await buyer.page.getByText('Back online.').waitFor()
  await buyer.context.setOffline(true)
  await buyer.page.getByText('You’re offline.').waitFor()
  await buyer.context.setOffline(false)
  await buyer.page.getByText('Back online.').waitFor()
})
