import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list, newId } from '../support/builders/wares.ts'
import { violationsOn, wcagTags } from '../support/drivers/axe.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket, startOwnBrowser } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** The storefront on every phone, for everybody, without needless work. */

afterEach(leaveNothing)

test('[phone] a phone buys over plain HTTP, where browsers lack their newer functions', async () => {
  const [market, browser] = await Promise.all([
    startBrowserMarket(),
    startOwnBrowser({ args: ['--host-resolver-rules=MAP souk.test 127.0.0.1'] }),
  ])
  await list(await joinSeller(market), { name: 'Loaf', stock: 5 })
  const buyer = await Storefront.open(browser, { url: `http://souk.test:${market.port}` })
  expect(await buyer.page.evaluate('isSecureContext')).toBe(false)
  await buyer.openSheet('Loaf')
  await buyer.sheet.getByLabel('Pickup name').fill('Mina')
  await buyer.reserve.click()
  expect(await buyer.bought()).toMatch(/^[23456789CFGHJMPQRVWX]{6}$/)
  await buyer.sheet.getByText('Pickup name: Mina').waitFor()
  await buyer.sheet.getByRole('button', { name: 'Copy link' }).click()
  await buyer.sheet.getByRole('button', { name: 'Copied' }).waitFor()
})

test('[keyboard] a buyer gets from the first page to the receipt without a pointer, and focus is never lost', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinSeller(market), { name: 'Loaf', stock: 5 })
  const buyer = await Storefront.open(browser, market, { device: 'desktop' })
  const { page } = buyer
  await buyer.card('Loaf').getByText('5 left').waitFor()
  await tabTo(page, 'Buy Loaf')
  await page.keyboard.press('Enter')
  await buyer.reserve.waitFor()
  await tabTo(page, 'Pickup name')
  await page.keyboard.type('Ada')
  await tabTo(page, 'Reserve and pay €6.20 at pickup')
  await page.keyboard.press('Enter')
  const code = await buyer.bought()
  expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true)
  await tabTo(page, 'My orders')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'My orders' }).waitFor()
  await tabTo(page, /1 × Loaf/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Order 1' }).waitFor()
  await page.locator('#main').getByText(code).waitFor()
  await buyer.sheet.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
})

test('[keyboard] focus stays on the button whose product sells out under it', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  const loaf = await list(seller, { name: 'Loaf', stock: 1 })
  const { page } = await Storefront.open(browser, market)
  await page.getByRole('button', { name: 'Buy Loaf' }).focus()
  await seller.ok('product:restock', { id: newId(), productId: loaf.id, quantity: -1 })
  await page.getByRole('button', { name: 'Sold out: Loaf' }).waitFor()
  expect(await focused(page)).toBe('Sold out: Loaf')
})

test('[axe] no page of the storefront has a serious problem, light or dark, with live data', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  await list(seller, { name: 'Loaf', stock: 5, description: 'Dark crust.', category: 'Bread' })
  await list(seller, { name: 'Roll', stock: 0, category: 'Rolls' })
  const buyer = await Storefront.open(browser, market, { reducedMotion: 'reduce' })
  const { page } = buyer
  await buyer.card('Loaf').getByRole('button', { name: 'Buy Loaf' }).waitFor()
  await expectAccessible(page, 'market')
  await buyer.openSheet('Loaf')
  await expectAccessible(page, 'sheet')
  await buyer.reserve.click()
  await buyer.bought()
  await expectAccessible(page, 'bought')
  await buyer.sheet.getByRole('button', { name: 'Done' }).click()
  await buyer.addToCart('Loaf')
  await page.getByRole('button', { name: /^Cart/ }).click()
  await buyer.reserve.waitFor()
  await expectAccessible(page, 'cart')
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Loaf', exact: true }).click()
  await page.getByText('Stock history').click()
  await page.getByText('Latest changes').waitFor()
  await expectAccessible(page, 'product')
  await page.getByRole('link', { name: /My orders/ }).click()
  await page.getByRole('heading', { name: 'Current orders' }).waitFor()
  await expectAccessible(page, 'orders')
  await page.getByRole('link', { name: /1 × Loaf/ }).click()
  await page.getByRole('button', { name: 'Cancel order' }).waitFor()
  await expectAccessible(page, 'receipt')
})

test('[axe] no error state of the storefront has a serious problem, light or dark', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  const buyer = await Storefront.open(browser, market, { reducedMotion: 'reduce' })
  const { page } = buyer
  await page.getByRole('heading', { name: 'Nothing for sale yet' }).waitFor()
  await expectAccessible(page, 'empty')
  const loaf = await list(seller, { name: 'Loaf', stock: 5 })
  await page.goto(`${market.url}/?q=zebra`)
  await page.getByRole('heading', { name: 'No results' }).waitFor()
  await expectAccessible(page, 'nothing found')
  await page.goto(`${market.url}/shop/house`)
  await buyer.openSheet('Loaf')
  await seller.ok('product:restock', { id: newId(), productId: loaf.id, quantity: -5 })
  await buyer.sheet
    .getByText(/sold out/i)
    .first()
    .waitFor()
  await expectAccessible(page, 'sold out under the sheet')
  await page.goto(`${market.url}/no/such/page`)
  await page.getByRole('heading', { name: 'Page not found' }).waitFor()
  await expectAccessible(page, 'no such page')
  await page.goto(market.url)
  await buyer.card('Loaf').waitFor()
  await market.stop()
  await page.getByText(/^(Reconnecting|Can’t reach the market)\./).waitFor()
  await expectAccessible(page, 'offline')
})

test('[work] a sale renders only the figure that it changes, an edit only its card, and cards stay links', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  const products = []
  for (let index = 1; index <= 12; index += 1) {
    products.push(await list(seller, { name: `Loaf ${index}`, price: index * 100, stock: 50 }))
  }
  const { page, ...buyer } = await Storefront.open(browser, market, { path: '/r/nothing' })
  await page.addInitScript(countWritten)
  await page.goto(market.url)
  await page.locator('#root').getByRole('button', { name: 'Buy Loaf 12', exact: true }).waitFor()
  await page.evaluate(() => (globalThis as unknown as Counting).written.clear())
  await seller.ok('product:restock', { id: newId(), productId: products[4]!.id, quantity: -7 })
  await page.getByText('43 in stock').waitFor()
  const afterSale = await page.evaluate(() => [...(globalThis as unknown as Counting).written])
  expect(afterSale).toEqual([['43', 1]])
  await seller.ok('product:update', { id: newId(), productId: products[4]!.id, price: 777 })
  await page.getByText('€7.77').waitFor()
  const card = page.getByRole('article').filter({ hasText: 'Loaf 5' })
  const leadsTo = await card
    .locator('[data-changed]')
    .first()
    .evaluate((figure) => {
      figure.scrollIntoView({ block: 'center' })
      const { x, y, width, height } = figure.getBoundingClientRect()
      return document.elementFromPoint(x + width / 2, y + height / 2)?.closest('a')?.pathname
    })
  expect(leadsTo).toBe(`/product/${products[4]!.id}`)
  const afterEdit = await page.evaluate(() => [...(globalThis as unknown as Counting).written.keys()])
  expect(afterEdit.filter((text) => text.startsWith('€'))).toEqual(['€7.77'])
  await buyer.context.close()
})

test('[work] the first cards are shown before the others are rendered, which follow by themselves', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  for (let index = 1; index <= 70; index += 1) await list(seller, { name: `Loaf ${index}` })
  const { page, ...buyer } = await Storefront.open(browser, market, { path: '/r/nothing' })
  await page.addInitScript(() => {
    const noted = globalThis as unknown as { cardsAtFirst: number }
    document.addEventListener('DOMContentLoaded', () => {
      noted.cardsAtFirst = document.querySelectorAll('article').length
    })
  })
  // Until the thread that writes pages has started, they may be sent without their content.
  const written = async () => String((await get(market.url, { accept: 'text/html' })).body)
  await expect.poll(written).toContain('id="first-paint"')
  await page.goto(market.url)
  await expect.poll(() => page.getByRole('article').count()).toBe(60)
  expect(await page.evaluate(() => (globalThis as unknown as { cardsAtFirst: number }).cardsAtFirst)).toBe(12)
  await page.getByRole('button', { name: 'Show 10 more' }).click()
  await expect.poll(() => page.getByRole('article').count()).toBe(70)
  expect(await page.getByRole('list').first().getByRole('listitem').count()).toBe(70)
  await buyer.context.close()
})

test('[work] until it shows its content, a page requests nothing that its head did not name', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const loaf = await list(await joinSeller(market), { name: 'Loaf', stock: 5 })
  const pages: [path: string, text: string][] = [
    ['/', 'Loaf'],
    [`/product/${loaf.id}`, 'Loaf'],
    ['/shop/house', 'Loaf'],
    ['/board', 'Loaf'],
    ['/orders', 'My orders'],
    ['/sign-in', 'Sign in'],
  ]
  for (const [path, text] of pages) {
    const page = await (await openContext(browser, { device: 'phone' })).newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    const head = (await (await page.goto(market.url + path))!.text()).split('</head>')[0]!
    await page.locator('main').getByText(text, { exact: true }).first().waitFor()
    const late = asked.filter((file) => /\.(js|css)$/.test(file) && !head.includes(`"${file}"`))
    expect([path, late]).toEqual([path, []])
    await page.context().close()
  }
})

interface Counting {
  /** How often each figure was rendered: a card renders its price and its stock every time. */
  written: Map<string, number>
}

/** Runs in the page, before anything else. */
function countWritten(): void {
  const counting = globalThis as unknown as Counting
  counting.written = new Map()
  const getter = Object.getOwnPropertyDescriptor(Intl.NumberFormat.prototype, 'format')!.get!
  Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
    get(this: Intl.NumberFormat) {
      const write = getter.call(this) as (amount: number) => string
      return (amount: number) => {
        const text = write(amount)
        counting.written.set(text, (counting.written.get(text) ?? 0) + 1)
        return text
      }
    },
  })
}

/** The accessible name of the focused element. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null
    return (element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '').trim()
  })

const tabsMax = 60

/** Presses Tab until the element with this name has focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = []
  for (let tabs = 0; tabs < tabsMax; tabs += 1) {
    await page.keyboard.press('Tab')
    const now = await focused(page)
    if (typeof name === 'string' ? now.startsWith(name) : name.test(now)) return
    passed.push(now)
  }
  throw new Error(`no Tab led to ${name}, only to: ${passed.join(' | ')}`)
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  const violations = await violationsOn(page, wcagTags)
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  expect(found, where).toEqual([])
}
