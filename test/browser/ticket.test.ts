import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list, newId } from '../support/builders/wares.ts'
import { violationsOn, wcagTags } from '../support/drivers/axe.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** The moment of buying: a ticket with everything that a buyer needs for the pickup. */

afterEach(leaveNothing)

async function openMarket() {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  return { market, browser, seller: await joinSeller(market) }
}

test('[buy] of two browsers the one that got the last one reads so, and nobody else does', async () => {
  const { market, browser, seller } = await openMarket()
  await list(seller, { name: 'Last loaf', stock: 2 })
  const first = await Storefront.open(browser, market)
  const last = await Storefront.open(browser, market)
  for (const buyer of [first, last]) await buyer.openSheet('Last loaf')
  await first.reserve.click()
  await first.bought()
  await last.reserve.click()
  await last.bought()
  await last.sheet.getByText('You got the last one!').waitFor()
  await first.card('Last loaf').getByText('Sold out').waitFor()
  await first.page.waitForLoadState('networkidle')
  expect(await first.sheet.getByText('You got the last one!').count()).toBe(0)
  expect(await violationsOn(last.page, wcagTags)).toEqual([])
})

test('[buy] the code is 56 px large, Done stays in view, and the stamp does not move under reduced motion', async () => {
  const { market, browser, seller } = await openMarket()
  await seller.ok('shop:update', { id: newId(), pickupNote: 'At the gate.\n'.repeat(8) })
  await list(seller, { name: 'Loaf', stock: 5 })
  const stamping = async (reducedMotion: 'reduce' | 'no-preference') => {
    const buyer = await Storefront.open(browser, market, { reducedMotion })
    const code = await buyer.buy('Loaf')
    const size = await buyer.sheet.getByText(code).evaluate((element) => getComputedStyle(element).fontSize)
    expect(size).toBe('56px')
    expect(await isInView(buyer.page, 'Done')).toBe(true)
    return buyer.sheet.locator('[data-fresh]').evaluate((element) => getComputedStyle(element).animation)
  }
  expect(await stamping('no-preference')).toMatch(/0\.18s/)
  expect(await stamping('reduce')).not.toMatch(/0\.18s/)
})

test('[receipt] a pickup is saved as a calendar file: at the shop’s deadline, or when the buyer says', async () => {
  const { market, browser, seller } = await openMarket()
  await seller.ok('shop:update', { id: newId(), pickupNote: 'Elm Road 3, side door' })
  await list(seller, { name: 'Loaf', stock: 5 })
  const buyer = await Storefront.open(browser, market)
  const code = await buyer.buy('Loaf')
  await buyer.sheet.getByRole('link', { name: 'Directions' }).waitFor()
  await buyer.sheet.getByRole('button', { name: 'Add to calendar' }).click()
  const when = buyer.sheet.getByLabel('When will you pick it up?')
  await buyer.sheet.getByRole('button', { name: 'Save to calendar' }).click()
  await buyer.sheet.getByText('Choose a time in the future.').waitFor()
  expect(await violationsOn(buyer.page, wcagTags)).toEqual([])
  await when.fill('2099-05-04T10:30')
  expect(await buyer.sheet.getByText('Choose a time in the future.').count()).toBe(0)
  const asked = await saved(buyer.page, 'Save to calendar')
  expect(asked.replaceAll('\r\n ', '')).toContain(code)
  expect(asked).toMatch(/DTSTART:20990504T\d{4}00Z/)

  await seller.ok('shop:update', { id: newId(), collectMinutes: 120 })
  await buyer.sheet.getByRole('button', { name: 'Done' }).click()
  await buyer.buy('Loaf')
  const due = market.core.market.orders.at(1).collectBy!
  const known = await saved(buyer.page, 'Add to calendar')
  expect(known).toContain(`DTEND:${new Date(due).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`)
})

test('[receipt] the same is ordered again from a receipt, with the same quantity', async () => {
  const { market, browser, seller } = await openMarket()
  const loaf = await list(seller, { name: 'Loaf', stock: 5 })
  const buyer = await Storefront.open(browser, market)
  await buyer.openSheet('Loaf')
  await buyer.sheet.getByRole('button', { name: 'Increase quantity' }).click()
  await buyer.reserve.click()
  await buyer.bought()
  await buyer.sheet.getByRole('link', { name: 'My orders' }).click()
  await buyer.page.getByRole('link', { name: /2 × Loaf/ }).click()
  await buyer.page.getByRole('button', { name: 'Order again' }).click()
  await buyer.reserve.waitFor()
  expect(await buyer.sheet.getByRole('textbox', { name: 'Quantity' }).inputValue()).toBe('2')
  await buyer.page.keyboard.press('Escape')
  await seller.ok('product:restock', { id: newId(), productId: loaf.id, quantity: -3 })
  await buyer.page.locator('button[aria-disabled=true]', { hasText: 'Order again' }).waitFor()
  expect(await violationsOn(buyer.page, wcagTags)).toEqual([])
})

test('[product] a product’s page has its shop, directions, a former order, and more of the shop', async () => {
  const { market, browser, seller } = await openMarket()
  const about = { pickupNote: 'Elm Road 3, side door', description: 'Bread of the day.' }
  await seller.ok('shop:update', { id: newId(), name: 'Old Oven', ...about })
  await list(seller, { name: 'Loaf', stock: 5 })
  await list(seller, { name: 'Roll', stock: 5 })
  await list(seller, { name: 'Gone', stock: 0 })
  const { page, ...buyer } = await Storefront.open(browser, market, { path: '/product/1' })
  const map = page.getByRole('link', { name: 'Directions' })
  expect(await map.getAttribute('href')).toContain('Elm%20Road%203')
  await page.getByText('Bread of the day.').waitFor()
  const more = page.getByRole('region', { name: 'More from Old Oven' })
  expect(await more.getByRole('listitem').count()).toBe(1)
  await page.getByRole('button', { name: 'Buy Loaf' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Reserve/ })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await page.getByText('You’ve ordered this before').waitFor()
  expect(await violationsOn(page, wcagTags)).toEqual([])
  await more.getByRole('link', { name: /Roll/ }).click()
  await page.getByRole('heading', { name: 'Roll' }).waitFor()
  await buyer.context.close()
})

test('[cart] the sheet of a product and the cart show and change the same quantity', async () => {
  const { market, browser, seller } = await openMarket()
  const loaf = await list(seller, { name: 'Loaf', price: 100, stock: 5 })
  await list(seller, { name: 'Roll', price: 100, stock: 5 })
  const buyer = await Storefront.open(browser, market)
  for (const name of ['Loaf', 'Roll']) await buyer.addToCart(name)
  await buyer.openSheet('Loaf')
  const quantity = buyer.sheet.getByRole('textbox', { name: 'Quantity', exact: true })
  await quantity.fill('4')
  await buyer.sheet.getByRole('button', { name: '4 in your cart · View cart' }).click()
  expect(await buyer.sheet.getByRole('textbox', { name: 'Quantity of Loaf' }).inputValue()).toBe('4')
  await buyer.page.keyboard.press('Escape')
  await seller.ok('product:restock', { id: newId(), productId: loaf.id, quantity: -2 })
  await buyer.openSheet('Loaf')
  expect(await quantity.inputValue()).toBe('3')
  await buyer.sheet.getByRole('button', { name: '3 in your cart · View cart' }).waitFor()
  await buyer.reserve.click()
  await buyer.bought()
  await buyer.sheet.getByRole('button', { name: 'Done' }).click()
  await buyer.page.getByRole('button', { name: /^Cart/ }).click()
  await buyer.sheet.getByText('Roll').waitFor()
  expect(await buyer.sheet.getByText('Loaf').count()).toBe(0)
})

async function isInView(page: Page, name: string): Promise<boolean> {
  const box = await page.getByRole('button', { name }).boundingBox()
  return box !== null && box.y >= 0 && box.y + box.height <= page.viewportSize()!.height
}

/** The text of the file that a press saves. */
async function saved(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ])
  return readFile(await download.path(), 'utf8')
}
