import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { encode } from 'uqr'
import { afterEach, expect, test } from 'vitest'
import { list, purchase } from '../support/builders/wares.ts'
import { violationsOn } from '../support/drivers/axe.ts'
import { startBrowser, startBrowserMarket, startOwnBrowser } from '../support/drivers/browser-market.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { atEnd, leaveNothing } from '../support/drivers/leftovers.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'

/** The orders on a phone: a counter at which orders are handed over. */

afterEach(leaveNothing)

async function opened(orders: number) {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const loaf = await list(await joinSeller(market), { name: 'Rye loaf', stock: 50 })
  const [buyer] = await joinBuyers(market, 1)
  const placed = []
  for (let count = 0; count < orders; count += 1)
    placed.push((await buyer!.ok('purchase:create', purchase(loaf))).order)
  return { market, browser, placed, statusOf: (id: string) => market.core.market.orders.get(id)?.status }
}

const openCounter = async ({ market, browser }: Awaited<ReturnType<typeof opened>>) => {
  const seller = await SellersPage.open(browser, market, { device: 'phone', path: '/sell/orders' })
  const items = seller.page.getByRole('list', { name: 'To hand over' }).getByRole('listitem')
  return { ...seller, page: seller.page, sheet: seller.sheet, items }
}

/** Moves a finger over an element, from its middle to the right. */
async function swipe(page: Page, item: Locator, px: number): Promise<void> {
  const { x, y, width, height } = (await item.boundingBox())!
  const from = { x: x + width / 4, y: y + height / 2 }
  const cdp = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', moved: number) =>
    cdp.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x: from.x + moved, y: from.y }],
    })
  await touch('touchStart', 0)
  for (let moved = 20; moved <= px; moved += 20) await touch('touchMove', moved)
  await touch('touchEnd', px)
}

test('[seller] on a phone the orders open as a counter: a swipe hands over, and can be undone', async () => {
  const all = await opened(3)
  const { placed, statusOf } = all
  const { page, items } = await openCounter(all)
  await expect.poll(() => items.count()).toBe(3)
  const [first, second] = [placed[0]!, placed[1]!]
  const item = items.filter({ hasText: first.pickupCode })
  const code = item.getByText(first.pickupCode)
  expect(await code.evaluate((element) => getComputedStyle(element).fontSize)).toBe('24px')

  // The time to undo stands still.
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 1_000)
  await swipe(page, item, 40)
  expect(await item.getByRole('button', { name: /^Undo/ }).count()).toBe(0)
  await swipe(page, item, 240)
  await item.getByRole('button', { name: `Undo handing over order ${first.number}` }).click()
  await item.getByRole('button', { name: `Hand over order ${first.number}` }).waitFor()
  expect(statusOf(first.id)).toBe('placed')
  await page.clock.resume()

  await swipe(page, item, 240)
  await items
    .filter({ hasText: second.pickupCode })
    .getByRole('button', { name: `Hand over order ${second.number}` })
    .press('Enter')
  await expect
    .poll(() => [statusOf(first.id), statusOf(second.id)], { timeout: 15_000 })
    .toEqual(['fulfilled', 'fulfilled'])
  await expect.poll(() => items.count()).toBe(1)
  // The row that had the focus is gone.
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON')
})

test('[G1] a hand-over survives a page that is closed before it was sent', async () => {
  const all = await opened(1)
  const [order] = all.placed
  const { page, items } = await openCounter(all)
  await items.first().waitFor()
  // Nothing can be sent any more, and then the page goes.
  await page.context().setOffline(true)
  await items
    .first()
    .getByRole('button', { name: /^Hand over/ })
    .tap()
  await items.first().getByRole('button', { name: /^Undo/ }).waitFor()
  const { url } = all.market
  await page.goto('about:blank')
  expect(all.statusOf(order!.id)).toBe('placed')
  await page.context().setOffline(false)
  await page.goto(`${url}/sell/products`)
  await expect.poll(() => all.statusOf(order!.id), { timeout: 20_000 }).toBe('fulfilled')
})

test('[axe] the code field stays in view, the filters are on one line, and everybody can use them', async () => {
  const all = await opened(12)
  const { page, items } = await openCounter(all)
  await expect.poll(() => items.count()).toBe(12)
  await items.last().scrollIntoViewIfNeeded()
  const field = (await page.getByLabel('Pickup code, number or name').boundingBox())!
  expect(field.y).toBeGreaterThanOrEqual(0)
  expect(field.y).toBeLessThan(60)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375)
  const serious = (await violationsOn(page)).filter(
    ({ impact }) => impact === 'serious' || impact === 'critical',
  )
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
})

/** A film of one picture, in which a QR code says `text`, as Chromium's fake camera shows it. */
async function filmOf(text: string): Promise<string> {
  const { data, size } = encode(text, { border: 4 })
  const [width, height, scale] = [640, 480, Math.floor(440 / size)]
  const left = Math.floor((width - size * scale) / 2)
  const top = Math.floor((height - size * scale) / 2)
  const light = Buffer.alloc(width * height, 235)
  for (let y = 0; y < size * scale; y += 1)
    for (let x = 0; x < size * scale; x += 1)
      if (data[Math.floor(y / scale)]![Math.floor(x / scale)]) light[(y + top) * width + x + left] = 16
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((width * height) / 2, 128)])
  const folder = await mkdtemp(join(tmpdir(), 'souk-film-'))
  atEnd(() => rm(folder, { recursive: true }))
  const path = join(folder, 'receipt.y4m')
  await writeFile(
    path,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 C420\n`), frame, frame]),
  )
  return path
}

test('[seller] the camera reads a receipt’s code, and opens its order', async () => {
  const all = await opened(2)
  const { market, placed } = all
  const [order] = placed
  const film = await filmOf(`${market.url}/sell/orders?code=${order!.pickupCode}`)
  const browser = await startOwnBrowser({
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  })
  const { page, sheet } = await openCounter({ ...all, browser })
  await page.getByRole('button', { name: 'Scan a receipt' }).tap()
  await sheet.getByText(/^Collect/).waitFor({ timeout: 20_000 })
  await sheet.getByText(order!.pickupCode).waitFor()
})

test('[seller] without a camera the counter says why, and codes can be typed', async () => {
  const all = await opened(1)
  const { page, sheet } = await openCounter(all)
  await page.getByRole('button', { name: 'Scan a receipt' }).tap()
  await sheet.getByText(/type the code/i).waitFor()
  await page.keyboard.press('Escape')
  await page.getByLabel('Pickup code, number or name').fill(all.placed[0]!.pickupCode)
  await page.keyboard.press('Enter')
  await sheet.getByRole('button', { name: 'Paid and handed over' }).waitFor()
})
