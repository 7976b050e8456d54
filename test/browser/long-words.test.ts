import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { inviteSeller } from '../support/drivers/people.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'
import type { MarketServer } from '../support/drivers/server.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** Long words without spaces: none makes a page wider than its phone. */

afterEach(leaveNothing)

const word = (length: number, letter = 'W'): string => letter.repeat(length)
const phonePx = 360

/** How far a page is wider than its screen, and which elements overflow or have a short word broken. */
async function overflowOf(page: Page, width: number): Promise<{ beyondPx: number; culprits: string[] }> {
  return page.evaluate((width) => {
    // A phone zooms out of a page that is too wide, so its window is then as wide as the page.
    const { documentElement: root } = document
    const beyondPx = Math.max(root.scrollWidth, document.body.scrollWidth, window.innerWidth) - width
    const scrolls = (element: Element): boolean => {
      for (let each: Element | null = element; each && each !== document.body; each = each.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(each).overflowX)) return true
      }
      return false
    }
    const culprits = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .filter((element) => element.getClientRects().length > 0 && !scrolls(element))
      .map((element) => `${element.tagName}.${element.className} "${element.textContent?.slice(0, 20)}"`)
    // A code, an amount or a label beside a long word stays on one line.
    const broken = [...document.querySelectorAll('body *')]
      .filter((element) => element.children.length === 0 && /^\S{2,16}$/.test(element.textContent ?? ''))
      // Text for screen readers only is one pixel large.
      .filter((element) => element.getBoundingClientRect().width > 8)
      .filter((element) => {
        const range = document.createRange()
        range.selectNodeContents(element)
        return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size > 1
      })
      .map((element) => `${element.tagName}.${element.className} breaks "${element.textContent}"`)
    return { beyondPx, culprits: [...culprits, ...broken].slice(0, 5) }
  }, width)
}

async function expectToFit(page: Page, where: string, width = phonePx): Promise<void> {
  const { beyondPx, culprits } = await overflowOf(page, width)
  expect
    .soft({ where, beyondPx: Math.max(0, beyondPx), culprits })
    .toEqual({ where, beyondPx: 0, culprits: [] })
}

/** A shop in which every text is one long word. */
async function longWordedMarket(): Promise<{ market: MarketServer; productId: number; receiptUrl: string }> {
  const market = await startBrowserMarket()
  await inviteSeller(market, 'long@example.com', word(120, 'S'))
  const operator = await joinSeller(market)
  await operator.ok('shop:update', {
    id: newId(),
    name: word(120, 'H'),
    description: word(400, 'D'),
    pickupNote: word(400, 'P'),
  })
  const fields = { name: word(120), category: word(40, 'C'), description: word(400, 'D'), stock: 3 }
  const product = await list(operator, fields)
  await list(operator, { ...fields, name: `${word(119)}2`, stock: 0 })
  await list(operator, { ...fields, name: `${word(119)}3`, status: 'hidden' })
  const [buyer] = await joinBuyers(market, 1)
  await buyer!.ok('session:rename', { name: word(60, 'N') })
  const { order } = await buyer!.ok('purchase:create', purchase(product))
  const { order: other } = await buyer!.ok('purchase:create', purchase(product))
  await operator.ok('order:cancel', { id: newId(), orderId: other.id, reason: word(200, 'R') })
  return { market, productId: product.id, receiptUrl: order.receiptUrl }
}

test('[phone] no long word makes a page of the market wider than a phone', async () => {
  const [{ market, productId, receiptUrl }, browser] = await Promise.all([longWordedMarket(), startBrowser()])
  const buyer = await Storefront.open(browser, market)
  const { page } = buyer
  await page.setViewportSize({ width: phonePx, height: 740 })
  const name = word(120)
  await buyer.card(name).waitFor()
  await expectToFit(page, '/')
  await page.getByRole('button', { name: 'Sort and filter' }).click()
  await expectToFit(page, 'filters')
  await page.getByRole('button', { name: `Add ${name} to the cart` }).click()
  await page.getByRole('button', { name: /^View cart/ }).waitFor()
  await expectToFit(page, 'stepper')
  await page.getByRole('button', { name: `One fewer: ${name}` }).click()
  await page.goto(`${market.url}/product/${productId}`)
  await buyer.openSheet(name)
  await expectToFit(page, 'confirm')
  await buyer.sheet.getByRole('button', { name: 'Add to cart' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Cart/ }).click()
  await buyer.sheet.getByRole('heading', { name: 'Your cart' }).waitFor()
  await expectToFit(page, 'cart')
  await buyer.sheet.getByLabel('Pickup name').fill(word(60, 'N'))
  await buyer.reserve.click()
  await buyer.sheet.getByText('You got it').waitFor()
  await expectToFit(page, 'outcome')
  for (const path of [`/product/${productId}`, '/shop/house', receiptUrl, '/orders', `/?q=${word(200)}`]) {
    await page.goto(new URL(path, market.url).href)
    await page
      .locator('#main')
      .filter({ hasText: /[WHDP]{20}|No results|No orders yet/ })
      .waitFor()
    await expectToFit(page, path)
  }
  await page.goto(`${market.url}/board`)
  await page.getByText(name).first().waitFor()
  await expectToFit(page, '/board')
  await page.goto(`${market.url}/account`)
  await page.getByRole('heading', { name: 'Account' }).waitFor()
  await expectToFit(page, '/account')
})

test("[phone] no long word makes a seller's page wider than a phone", async () => {
  const [{ market, productId }, browser] = await Promise.all([longWordedMarket(), startBrowser()])
  const { page } = await SellersPage.open(browser, market, { device: 'phone' })
  await page.setViewportSize({ width: phonePx, height: 740 })
  const paths = [
    '/sell',
    '/sell/products',
    `/sell/products/${productId}`,
    '/sell/orders',
    '/sell/orders?status=all',
    '/sell/settings',
    '/sell/shops',
  ]
  for (const path of paths) {
    await page.goto(`${market.url}${path}`)
    await page.locator('#main h1').first().waitFor()
    await page
      .locator('#main')
      .filter({ hasText: /[WHSN]{20}/ })
      .waitFor()
    await expectToFit(page, path)
  }
  await page.goto(`${market.url}/sell/orders`)
  await page.getByRole('button', { name: /N{20}/ }).click()
  await page.getByRole('dialog').getByText(/N{20}/).waitFor()
  await expectToFit(page, 'order')
  await page.goto(`${market.url}/sell/orders?status=all`)
  await page.getByRole('button', { name: 'Open order 2' }).click()
  await page.getByRole('dialog').getByText(/R{20}/).waitFor()
  await expectToFit(page, 'cancelled order')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /^Search or jump/ }).fill('WWW')
  await expectToFit(page, 'palette')
})

test("[desktop] no long word makes a seller's tables wider than the screen", async () => {
  const [{ market, productId }, browser] = await Promise.all([longWordedMarket(), startBrowser()])
  const { page } = await SellersPage.open(browser, market)
  for (const path of [
    '/sell',
    '/sell/products',
    `/sell/products/${productId}`,
    '/sell/orders',
    '/sell/shops',
  ]) {
    await page.goto(`${market.url}${path}`)
    await page
      .locator('#main')
      .filter({ hasText: /[WHSN]{20}/ })
      .waitFor()
    await expectToFit(page, path, 1_280)
  }
})
