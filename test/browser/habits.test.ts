import { afterEach, expect, test } from 'vitest'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** What browsers do by themselves, and what people expect them to do. */

afterEach(leaveNothing)

test('[storefront] going back after "Show more" restores the scroll position', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  for (let number = 1; number <= 150; number += 1) await list(seller, { name: `Product ${number}` })
  for (const device of ['phone', 'desktop'] as const) {
    const { page } = await Storefront.open(browser, market, { device, path: '/?sort=name' })
    await page.getByRole('button', { name: /^Show 60 more/ }).click()
    const link = page.getByRole('link', { name: 'Product 100', exact: true })
    // Cards get their heights when they come near, and move it: as for somebody who scrolls.
    for (let count = 0; count < 5; count += 1) await link.evaluate(scrollToMiddle)
    const topOf = () => link.evaluate((element) => element.getBoundingClientRect().top)
    const before = await topOf()
    await link.click()
    await page.getByRole('heading', { level: 1, name: 'Product 100' }).waitFor()
    await page.goBack()
    await link.waitFor()
    await expect.poll(async () => Math.abs((await topOf()) - before), { timeout: 5_000 }).toBeLessThan(60)
    await page.reload()
    await link.waitFor()
    await page.getByRole('button', { name: /^Show 30 more/ }).waitFor()
  }
})

test('[storefront] a receipt names the time zone of its times: the shop’s', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const operator = await joinSeller(market)
  await operator.ok('shop:update', { id: newId(), timeZone: 'Asia/Kolkata' })
  const loaf = await list(operator)
  const [buyer] = await joinBuyers(market, 1)
  const { order } = await buyer!.ok('purchase:create', purchase(loaf))
  const context = await openContext(browser, { device: 'desktop' }, { timezoneId: 'America/Los_Angeles' })
  const { page } = await Storefront.in(context, market, order.receiptUrl)
  const time = await page.locator('#main time').first().textContent()
  const clock = { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Kolkata' } as const
  expect(time).toContain(new Intl.DateTimeFormat('en-GB', clock).format(order.placedAt))
  expect(time).toMatch(/GMT\+5:30|IST/)
})

test('[seller] a picture can be chosen again, and of two the last one chosen is used', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const { page, sheet } = await SellersPage.open(browser, market, { path: '/sell/products' })
  await page
    .getByRole('button', { name: /^(New|Add) product$/ })
    .first()
    .click()
  const [red, blue] = [await squareOf(page, 'red'), await squareOf(page, 'blue')]
  const input = sheet.locator('input[type=file]')
  const picture = sheet.locator('img')
  await input.setInputFiles(red)
  await picture.waitFor()
  const redHash = await picture.getAttribute('src')
  await sheet.getByRole('button', { name: 'Remove photo' }).click()
  await picture.waitFor({ state: 'detached' })
  // The same file chosen again: the browser fires a change event only if the field was emptied.
  expect(await input.evaluate((element) => (element as HTMLInputElement).value)).toBe('')
  await input.setInputFiles(red)
  await picture.waitFor()
  // The upload of the first takes longer than that of the second.
  let letFirstGo = () => {}
  const first = new Promise<void>((resolve) => {
    letFirstGo = resolve
  })
  let count = 0
  await page.route('**/api/images', async (route) => {
    count += 1
    if (count === 1) await first
    await route.continue()
  })
  await input.setInputFiles(red)
  await expect.poll(() => count).toBe(1)
  await input.setInputFiles(blue)
  await expect.poll(() => picture.getAttribute('src')).not.toBe(redHash)
  const blueHash = await picture.getAttribute('src')
  const answered = page.waitForResponse('**/api/images')
  letFirstGo()
  await answered
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
  expect(await picture.getAttribute('src')).toBe(blueHash)
})

/** Runs in the page. */
const scrollToMiddle = (element: Element) => {
  element.scrollIntoView({ block: 'center' })
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}

/** A file with a picture of one colour, as a page draws it. */
async function squareOf(page: SellersPage['page'], color: string) {
  const base64 = await page.evaluate((fill) => {
    const canvas = document.createElement('canvas')
    canvas.width = 32
    canvas.height = 32
    const context = canvas.getContext('2d')!
    context.fillStyle = fill
    context.fillRect(0, 0, 32, 32)
    return canvas.toDataURL('image/png').split(',')[1]!
  }, color)
  return { name: `${color}.png`, mimeType: 'image/png', buffer: Buffer.from(base64, 'base64') }
}
