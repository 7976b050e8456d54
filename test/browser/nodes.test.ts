import type { Browser, Page, Request } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { balance, startNodes } from '../support/drivers/nodes.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'
import type { Market } from '../support/drivers/server.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** Pages of a market with two nodes behind one address, one of which is stopped. */

afterEach(leaveNothing)

const opened = () => Promise.all([startNodes(undefined, startBrowserMarket), startBrowser()])

/** What a page does from now on, besides what it shows, by whichever transport: a page whose socket broke may poll first. */
function watched(page: Page) {
  const counts = { loads: 0, resets: 0 }
  const handshakes: { seq?: number; atLeast?: number }[] = []
  const received = (packet: string): void => {
    if (/^42[^[]*\["market:reset"/.test(packet)) counts.resets += 1
  }
  const sent = (packet: string): void => {
    const [, auth] = /^40(?:\/[^,]*,)?(\{.*)$/s.exec(packet) ?? []
    if (auth) handshakes.push(JSON.parse(auth))
  }
  page.on('load', () => {
    counts.loads += 1
  })
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => received(String(payload)))
    socket.on('framesent', ({ payload }) => sent(String(payload)))
  })
  page.on('request', (request) => {
    if (isPoll(request)) packetsOf(request.postData() ?? '').forEach(sent)
  })
  page.on('requestfinished', async (request) => {
    if (isPoll(request)) packetsOf((await (await request.response())?.text()) ?? '').forEach(received)
  })
  return { counts, handshakes }
}

const isPoll = (request: Request): boolean => request.url().includes('transport=polling')

const packetsOf = (body: string): string[] => body.split('\x1e')

async function openBoard(browser: Browser, { url }: Market): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 720 }, locale: 'en-GB' })
  await page.goto(`${url}/board`)
  await page.getByText('LIVE').waitFor()
  return page
}

const showNewOrder = ({ page }: SellersPage) => page.getByRole('button', { name: 'Show 1 new order' }).click()

test('[G10] if a node stops, every page goes on at the other one, without a reload or a reset, and sells the last item', async () => {
  const [[one, other], browser] = await opened()
  const address = await balance(one)
  const loaf = await list(await joinSeller(one), { name: 'Rye loaf', stock: 2 })
  const buyer = await Storefront.open(browser, address)
  const seller = await SellersPage.open(browser, address, { path: '/sell/orders' })
  const board = await openBoard(browser, address)
  const row = board.getByRole('listitem').filter({ hasText: 'Rye loaf' })
  const first = await buyer.buy('Rye loaf')
  await buyer.page.keyboard.press('Escape')
  await showNewOrder(seller)
  await row.getByText('1', { exact: true }).waitFor()

  const pages = [buyer.page, seller.page, board].map(watched)
  address.use(other)
  await one.stop()
  await expect.poll(() => other.core.broadcaster.connections).toBe(3)

  const second = await buyer.buy('Rye loaf')
  await buyer.page.keyboard.press('Escape')
  await buyer.card('Rye loaf').getByText('Sold out').waitFor()
  await showNewOrder(seller)
  await buyer.page
    .getByRole('link', { name: /orders/i })
    .first()
    .click()
  for (const code of [first, second]) {
    await buyer.page.getByText(code).filter({ visible: true }).waitFor()
    await seller.page.getByText(code).filter({ visible: true }).waitFor()
  }
  await row.getByText('SOLD OUT').waitFor()
  expect(other.core.market.products.get(loaf.id)?.stock).toBe(0)
  expect(pages.map(({ counts }) => counts)).toEqual(pages.map(() => ({ loads: 0, resets: 0 })))
  expect(pages[0]!.handshakes).toMatchObject([{ atLeast: other.core.market.counters.seq - 1 }])
})
