import { cp, readFile, writeFile } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { lineTo } from '../support/doubles/line.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { builtClient } from '../support/drivers/built-client.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { inviteSeller, joinShopOf } from '../support/drivers/people.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** Buyers who go away and come back, use several tabs, and find the market changed. */

afterEach(leaveNothing)

const opened = () => Promise.all([startBrowserMarket(), startBrowser()])

test('[G4] if two tabs and a phone press Reserve on the last item, one order is made, and all three show the outcome', async () => {
  const [market, browser] = await opened()
  await list(await joinSeller(market), { name: 'The last loaf', stock: 1 })
  const first = await Storefront.open(browser, market, { device: 'desktop' })
  const second = await Storefront.in(first.context, market)
  const phone = await Storefront.open(browser, market)
  const buyers = [first, second, phone]
  for (const buyer of buyers) await buyer.openSheet('The last loaf')
  // Pressed without moving a pointer: otherwise a page that got the news first would have no button left.
  const buttons = await Promise.all(buyers.map(({ reserve }) => reserve.elementHandle()))
  await Promise.all(buttons.map((button) => button!.evaluate((element) => (element as HTMLElement).click())))
  const ended = await Promise.all(
    buyers.map(async ({ sheet }) => {
      await sheet
        .getByText(/You got it|is sold out|Sold out/)
        .first()
        .waitFor()
      return sheet.getByRole('heading', { name: 'You got it' }).isVisible()
    }),
  )
  expect(ended.filter(Boolean)).toHaveLength(1)
  expect(market.core.market.counters.orders).toBe(1)
})

test('[cart] products of two shops are two orders; a refusal by one shop is corrected without the other', async () => {
  const [market, browser] = await opened()
  const house = await joinSeller(market)
  const other = await joinShopOf(market, await inviteSeller(market, 'nika@example.org', 'Nika’s'))
  const loaf = await list(house, { name: 'Loaf', price: 500, stock: 5 })
  const soap = await list(other, { name: 'Soap', price: 300, stock: 5 })
  const buyer = await Storefront.open(browser, market)
  for (const name of ['Loaf', 'Soap']) await buyer.addToCart(name)
  await buyer.page.getByRole('button', { name: /^Cart/ }).click()
  await other.ok('shop:update', { id: newId(), status: 'closed' })
  await buyer.sheet.getByText('Shop closed').first().waitFor()
  await buyer.sheet.getByRole('button', { name: /^Reserve and pay €5.00/ }).click()
  await buyer.sheet.getByText('You got it').waitFor()
  expect(market.core.market.products.get(loaf.id)?.stock).toBe(4)
  await other.ok('shop:update', { id: newId(), status: 'open' })
  await buyer.sheet.getByRole('button', { name: /^Reserve and pay €3.00/ }).click()
  await buyer.sheet.getByRole('heading', { name: 'Orders placed' }).waitFor()
  expect(market.core.market.products.get(soap.id)?.stock).toBe(4)
  expect(market.core.market.counters.orders).toBe(2)
})

test('[G7] after a short absence a page resumes by changes, after a long one by a whole market, and neither shows a gap', async () => {
  const market = await startBrowserMarket({ bounds: { broadcast: { resumeEntriesMax: 10 } } })
  const browser = await startBrowser()
  const seller = await joinSeller(market)
  const loaf = await list(seller, { name: 'Loaf', stock: 50 })
  const line = await lineTo(market)
  const buyer = await Storefront.open(browser, line)
  await buyer.card('Loaf').getByText('50 in stock').waitFor()
  await buyer.page.getByRole('button', { name: 'Buy Loaf', exact: true }).waitFor()
  const resets = buyer.resets
  const sell = async (count: number) => {
    for (let sold = 0; sold < count; sold += 1)
      await seller.ok('product:restock', { id: newId(), productId: loaf.id, quantity: -1 })
  }
  line.cut()
  await buyer.page.getByText(/^(Reconnecting|Can’t reach the market)\./).waitFor()
  await buyer.page.getByText('Prices and stock may be out of date.').waitFor()
  await sell(8)
  line.mend()
  await buyer.card('Loaf').getByText('42 in stock').waitFor()
  await buyer.page.getByText('Back online').waitFor()
  expect(buyer.resets).toBe(resets)
  line.cut()
  await buyer.page.getByText(/^(Reconnecting|Can’t reach the market)\./).waitFor()
  await sell(12)
  line.mend()
  await buyer.card('Loaf').getByText('30 in stock').waitFor()
  expect(buyer.resets).toBe(resets + 1)
  expect(buyer.loads).toBe(1)
})

test('[board] a new version is offered to a buyer, and loaded at once by an unattended board', async () => {
  const [market, browser] = await opened()
  await list(await joinSeller(market), { name: 'Loaf', stock: 9 })
  const buyer = await Storefront.open(browser, market)
  await buyer.card('Loaf').waitFor()
  const board = await browser.newPage()
  await board.goto(`${market.url}/board`)
  await board.getByText('LIVE').waitFor()
  const taken = board.waitForEvent('load')
  const distFolder = await makeTemporaryFolder()
  await cp(await builtClient(), distFolder, { recursive: true })
  const page = joinPath(distFolder, 'index.html')
  await writeFile(page, `${await readFile(page, 'utf8')}<!-- the next version -->`)
  await market.restart({ world: { distFolder } })
  await buyer.page.getByText('A new version is available.').waitFor()
  expect(buyer.loads).toBe(1)
  await buyer.page.getByRole('button', { name: 'Reload' }).click()
  await buyer.card('Loaf').waitFor()
  await buyer.page.getByText('A new version is available.').waitFor({ state: 'hidden' })
  await taken
  await board.getByText('LIVE').waitFor()
})

test('[G5] a cart that is open in two tabs is ordered once, whichever tab orders, even both at once', async () => {
  const [market, browser] = await opened()
  const loaf = await list(await joinSeller(market), { name: 'Loaf', price: 500, stock: 9 })
  const first = await Storefront.open(browser, market, { device: 'desktop' })
  await first.addToCart('Loaf')
  const second = await Storefront.in(first.context, market)
  const tabs = [first, second]
  for (const { page } of tabs) await page.getByRole('button', { name: /^Cart/ }).click()
  const buttons = await Promise.all(tabs.map(({ reserve }) => reserve.elementHandle()))
  // A tab may have a process of its own, which sees later what another one wrote.
  for (const { page } of tabs) await page.evaluate(hearNothing)
  await Promise.all(buttons.map((button) => button!.evaluate((element) => (element as HTMLElement).click())))
  await first.sheet
    .getByText(/You got it|empty/i)
    .first()
    .waitFor()
  await second.sheet
    .getByText(/You got it|empty/i)
    .first()
    .waitFor()
  expect(market.core.market.counters.orders).toBe(1)
  expect(market.core.market.products.get(loaf.id)?.stock).toBe(8)
})

test('[handshake] a page that is woken while it requests its session does not request a second one', async () => {
  const [market, browser] = await opened()
  await list(await joinSeller(market), { name: 'Loaf', stock: 9 })
  const context = await openContext(browser, { device: 'desktop' })
  const page = await context.newPage()
  let asked = 0
  await page.route('**/api/session', async (route) => {
    asked += 1
    if (asked === 1) await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await route.continue()
  })
  await page.goto(market.url)
  await page.getByRole('button', { name: 'Buy Loaf', exact: true }).click()
  await page.getByRole('button', { name: /^Reserve/ }).click()
  await page.getByRole('heading', { name: 'You got it' }).waitFor()
  expect(asked).toBe(1)
})

test('[G9] a purchase that another account may have made is not reported as not ordered', async () => {
  const [market, browser] = await opened()
  const loaf = await list(await joinSeller(market), { name: 'Loaf', stock: 9 })
  const { order } = await (await join(market, '/')).ok('purchase:create', purchase(loaf))
  const buyer = await Storefront.open(browser, market)
  // The browser's owner must be known: anything stored before that belongs to somebody else.
  await buyer.page.getByRole('button', { name: 'Buy Loaf', exact: true }).waitFor()
  const stored = JSON.stringify({
    lines: [{ productId: loaf.id, quantity: 2, unitPrice: loaf.price }],
    at: Date.now(),
    epoch: market.core.market.counters.epoch,
  })
  await buyer.page.evaluate(
    ([key, text]) => localStorage.setItem(key!, text!),
    [`souk:purchase:${order.id}`, stored],
  )
  await buyer.page.reload()
  await buyer.sheet.getByRole('heading', { name: 'Already sent' }).waitFor()
  await buyer.sheet.getByText('already sent this order').waitFor()
  const again = buyer.page.getByRole('button', { name: /again|reserve/i })
  const denial = buyer.page.getByText(/wasn’t placed|wasn’t ordered/i)
  expect([await again.count(), await denial.count()]).toEqual([0, 0])
  expect(market.core.market.counters.orders).toBe(1)
})

test('[cart] after going back, a page shows how the cart changed meanwhile', async () => {
  const [market, browser] = await opened()
  await list(await joinSeller(market), { name: 'Loaf', stock: 9 })
  const buyer = await Storefront.open(browser, market)
  await buyer.addToCart('Loaf')
  await buyer.page.getByRole('button', { name: /^Cart.*1/ }).waitFor()
  await buyer.page.evaluate(() => {
    localStorage.removeItem('souk:cart:1')
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  })
  await buyer.page.getByRole('button', { name: 'Cart', exact: true }).waitFor()
})

/** Makes a page read the browser's storage as it is now, whatever is written later. */
function hearNothing(): void {
  const kept = { ...localStorage }
  Storage.prototype.getItem = (key: string) => kept[key] ?? null
}
