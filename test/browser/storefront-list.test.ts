import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { openDemo } from '../../server/start/open-demo.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { list } from '../support/builders/wares.ts'
import { violationsOn, wcagTags } from '../support/drivers/axe.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { join as joinMarket, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { type MarketServer, worldOfTests } from '../support/drivers/server.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** The storefront's list: rows on a phone, cards on a desktop, live, with pictures. */

afterEach(leaveNothing)

async function startDemo(): Promise<MarketServer> {
  const folder = join(await makeTemporaryFolder(), 'demo')
  await openDemo(readConfig({ SOUK_DATA: folder, LOG_LEVEL: 'silent' }), worldOfTests())
  return startBrowserMarket({ folder })
}

/** How many products are wholly in the window. */
const wholeProducts = (page: Page): Promise<number> =>
  page
    .getByRole('article')
    .evaluateAll(
      (cards) =>
        cards
          .map((card) => card.getBoundingClientRect())
          .filter(({ top, bottom }) => top >= 0 && bottom <= innerHeight).length,
    )

test('[list] the first screen has 4 products on a phone and 12 on a desktop, all with their pictures', async () => {
  const [market, browser] = await Promise.all([startDemo(), startBrowser()])
  for (const [device, width, height, count] of [
    ['phone', 390, 844, 4],
    ['desktop', 1280, 800, 12],
  ] as const) {
    const context = await openContext(browser, { device }, { viewport: { width, height } })
    const { page } = await Storefront.in(context, market)
    await page.getByRole('link', { name: 'Soup and bread at the interval' }).waitFor()
    await expect.poll(() => wholeProducts(page), { message: device }).toBeGreaterThanOrEqual(count)
    if (device === 'phone') {
      const heights = page.getByRole('article').evaluateAll((rows) => rows.map((row) => row.clientHeight))
      expect(Math.max(...(await heights).slice(0, 4))).toBeLessThanOrEqual(114)
    }
    const loaded = () =>
      page
        .locator('article img')
        .evaluateAll((images: HTMLImageElement[]) => images.slice(0, 4).map((image) => image.naturalWidth))
    await expect.poll(loaded).toEqual([800, 800, 800, 800])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    expect(await violationsOn(page, wcagTags)).toEqual([])
  }
})

test('[list] on a phone + puts a product into the cart and becomes a stepper, and a bar leads to the cart', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  await list(seller, { name: 'Loaf', price: 620, stock: 5 })
  await list(seller, { name: 'Roll', price: 85, stock: 2 })
  const buyer = await Storefront.open(browser, market, { device: 'phone' })
  const { page } = buyer
  await page.getByRole('button', { name: 'Add Loaf to the cart' }).click()
  await page.getByRole('button', { name: 'Add Roll to the cart' }).click()
  await page.getByRole('button', { name: 'One more: Roll' }).click()
  expect(await page.getByRole('button', { name: 'One more: Roll' }).getAttribute('aria-disabled')).toBe(
    'true',
  )
  const bar = page.getByRole('button', { name: 'View cart · 3 · €7.90' })
  const box = (await bar.boundingBox())!
  expect(box.y + box.height).toBeLessThanOrEqual(812)
  expect(box.y).toBeGreaterThan(700)
  await bar.click()
  await buyer.sheet.getByText('Roll').waitFor()
  const quantities = buyer.sheet.getByRole('textbox', { name: /^Quantity/ })
  expect(
    await quantities.evaluateAll((fields: HTMLInputElement[]) => fields.map(({ value }) => value)),
  ).toEqual(['1', '2'])
  await page.keyboard.press('Escape')
  await buyer.sheet.waitFor({ state: 'detached' })
  for (let count = 0; count < 2; count += 1)
    await page.getByRole('button', { name: 'One fewer: Roll' }).click()
  const add = page.getByRole('button', { name: 'Add Roll to the cart' })
  expect(await add.evaluate((button) => button === document.activeElement)).toBe(true)
  await page.getByRole('button', { name: 'View cart · 1 · €6.20' }).waitFor()
  expect(market.core.market.counters.orders).toBe(0)
})

test('[list] what is sold out comes last, folded; what sells out meanwhile is stamped and stays in its place', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  const loaf = await list(seller, { name: 'Loaf', stock: 1 })
  await list(seller, { name: 'Gone', stock: 0 })
  await list(seller, { name: 'Roll', stock: 9 })
  const buyer = await Storefront.open(browser, market)
  const { page } = buyer
  const names = () => page.getByRole('article').getByRole('heading').allTextContents()
  await buyer.card('Loaf').getByText('Last one').waitFor()
  expect(await names()).toEqual(['Roll', 'Loaf'])
  await page.getByText('1 sold out').click()
  await expect.poll(names).toEqual(['Roll', 'Loaf', 'Gone'])
  const other = await joinMarket(market, '/')
  await other.ready()
  const lines = [{ productId: loaf.id, quantity: 1, unitPrice: loaf.price }]
  await other.requestUntilKnown('purchase:create', { id: crypto.randomUUID(), lines })
  await buyer.card('Loaf').getByText('Sold out').waitFor()
  const time = buyer.card('Loaf').locator('[data-time]')
  expect(await time.getAttribute('data-time')).toMatch(/^\d{1,2}:\d\d$/)
  expect(
    await buyer
      .card('Gone')
      .getByText(/^Sold out$/)
      .isVisible(),
  ).toBe(true)
  expect(await names()).toEqual(['Roll', 'Loaf', 'Gone'])
  await page.getByText('Live · 1 sold in the last minute').waitFor()
  await seller.ok('product:restock', { id: crypto.randomUUID(), productId: 2, quantity: 3 })
  await page.getByRole('button', { name: 'Show 1 new product' }).click()
  await expect.poll(names).toEqual(['Roll', 'Gone', 'Loaf'])
  await page.reload()
  await page.getByText('1 sold out').waitFor()
  expect(await names()).toEqual(['Roll', 'Gone'])
})

test('[list] the header holds together at 820 px, and on a phone with text of 200 %', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinSeller(market), { name: 'Loaf', stock: 5 })
  const overflowing = (page: Page) =>
    page.evaluate(
      () =>
        [...document.querySelectorAll('header *')]
          .map((each) => each.getBoundingClientRect())
          .filter(({ right, left }) => right > innerWidth + 1 || left < -1).length,
    )
  for (const [width, size] of [
    [820, 16],
    [768, 16],
    [390, 32],
  ] as const) {
    const context = await openContext(browser, { device: 'desktop' }, { viewport: { width, height: 900 } })
    const { page } = await Storefront.in(context, market)
    await page.getByText('Loaf').first().waitFor()
    await page.evaluate((px) => document.documentElement.style.setProperty('font-size', `${px}px`), size)
    expect(await overflowing(page), `${width} px`).toBe(0)
  }
})
