import type { Browser, Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { lineTo } from '../support/doubles/line.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import type { MarketServer } from '../support/drivers/server.ts'

/** The stock board in a real browser, as on an unattended TV. */

afterEach(leaveNothing)

const opened = () => Promise.all([startBrowserMarket(), startBrowser()])

async function openBoard(browser: Browser, market: MarketServer, search = ''): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 720 }, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(`${market.url}/board${search}`)
  return page
}

const rowOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })

test('[G7] the board shows sales live, over a restart of the server, without a reload', async () => {
  const [market, browser] = await opened()
  const loaf = await list(await joinSeller(market), { name: 'Rye loaf', stock: 20 })
  const page = await openBoard(browser, market)
  let loads = 0
  page.on('load', () => {
    loads += 1
  })
  await page.getByText('LIVE').waitFor()
  const [buyer] = await joinBuyers(market, 1)
  await buyer!.ok('purchase:create', purchase(loaf, 3))
  await rowOf(page, 'Rye loaf').getByText('17', { exact: true }).waitFor()
  await page.getByRole('region', { name: 'Just sold' }).getByText('3 × Rye loaf').waitFor()

  await market.stop()
  await page.getByText('RECONNECTING').waitFor()
  await market.start()
  await page.getByText('LIVE').waitFor()
  const [another] = await joinBuyers(market, 1)
  await another!.ok('purchase:create', purchase(loaf, 17))
  await rowOf(page, 'Rye loaf').getByText('SOLD OUT').waitFor()
  expect(loads).toBe(0)
})

test('[board] more than a screenful changes pages by itself, stops when paused, and never scrolls', async () => {
  const [market, browser] = await opened()
  const seller = await joinSeller(market)
  const names = Array.from({ length: 40 }, (_, index) => `Product number ${index + 1}`)
  for (const name of names) await list(seller, { name, stock: 100 })
  const page = await openBoard(browser, market, '?rotate=1')
  await page.getByRole('list', { name: 'Stock, page 1 of' }).waitFor()
  expect(await page.getByRole('listitem').count()).toBeGreaterThanOrEqual(8)
  await page.getByRole('list', { name: 'Stock, page 2 of' }).waitFor()
  const hidden = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)
  expect(hidden).toBe(0)
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Resume' }).waitFor()
})

test('[board] a shop named in the address is shown alone, and an unknown one is reported', async () => {
  const [market, browser] = await opened()
  await list(await joinSeller(market), { name: 'Rye loaf' })
  const house = await openBoard(browser, market, '?shop=house')
  await rowOf(house, 'Rye loaf').waitFor()
  const wrong = await openBoard(browser, market, '?shop=nowhere')
  await wrong.getByText('Shop “nowhere” not found').waitFor()
})

test('[board] after repeated cuts of the connection the board is live, in step, and unchanged', async () => {
  const [market, browser] = await opened()
  const seller = await joinSeller(market)
  const loaf = await list(seller, { name: 'Rye loaf', stock: 100 })
  const page = await (await browser.newContext({ viewport: { width: 1_280, height: 720 } })).newPage()
  const line = await lineTo(market)
  await page.goto(`${line.url}/board`)
  await page.getByText('LIVE').waitFor()
  let loads = 0
  page.on('load', () => {
    loads += 1
  })
  for (let cut = 1; cut <= 12; cut += 1) {
    line.cut()
    await seller.ok('product:restock', { id: newId(), productId: loaf.id, quantity: -1 })
    line.mend()
    await rowOf(page, 'Rye loaf')
      .getByText(String(100 - cut), { exact: true })
      .waitFor()
  }
  await page.getByText('LIVE', { exact: true }).waitFor()
  expect([loads, market.core.broadcaster.connections]).toEqual([0, 2])
})
