import { join as joinPath } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { list } from '../support/builders/wares.ts'
import { startCookielessProxy } from '../support/doubles/cookieless-proxy.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { password, postAs, signUp } from '../support/drivers/people.ts'
import { runScript } from '../support/drivers/run-script.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** What a browser stores belongs to one market and one person, and a page acts for that person only. */

afterEach(leaveNothing)

const keptIn = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort())

test('[G7] a cart from before a restore never orders another product that got the same id', async () => {
  const root = await makeTemporaryFolder()
  const folder = joinPath(root, 'market')
  const copy = joinPath(root, 'copy')
  const [market, browser] = await Promise.all([startBrowserMarket({ folder }), startBrowser()])
  await list(await joinSeller(market), { name: 'Bread' })
  expect(await runScript('backup', folder, copy)).toMatchObject({ code: 0 })
  const cake = await list(await joinSeller(market), { name: 'Cake', price: 500 })
  const buyer = await Storefront.open(browser, market)
  await buyer.addToCart('Cake')
  const onProduct = await Storefront.in(buyer.context, market, `/product/${cake.id}`)
  await onProduct.openSheet('Cake')
  await market.stop()
  expect(await runScript('restore', folder, copy)).toMatchObject({ code: 0 })
  await market.start()
  await buyer.page.getByText('The market was restored from a backup').waitFor()
  const knife = await list(await joinSeller(market), { name: 'Knife', price: 500 })
  expect(knife.id).toBe(cake.id)
  await buyer.page.getByRole('button', { name: 'Show 1 new product' }).click()
  await buyer.card('Knife').waitFor()
  await buyer.page.getByRole('button', { name: /^Cart/ }).click()
  await buyer.sheet.getByText('Your cart is empty').waitFor()
  // The page of the former product is left too, with its sheet.
  await onProduct.page.getByText('The market was restored from a backup').waitFor()
  await onProduct.sheet.waitFor({ state: 'detached' })
  expect(new URL(onProduct.page.url()).pathname).toBe('/')
  await buyer.page.reload()
  await buyer.card('Knife').waitFor()
  expect(await buyer.page.getByRole('button', { name: /^Cart/ }).textContent()).not.toMatch(/\d/)
  expect(market.core.market.orders.size).toBe(0)
})

test('[G12] a guest who deletes their data leaves nothing in the browser, in any of its tabs', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  await list(seller, { name: 'Loaf', stock: 5 })
  await list(seller, { name: 'Cake', stock: 5 })
  const buyer = await Storefront.open(browser, market)
  await buyer.openSheet('Loaf')
  await buyer.sheet.getByLabel('Pickup name').fill('Ann')
  await buyer.reserve.click()
  await buyer.bought()
  await buyer.page.keyboard.press('Escape')
  await buyer.addToCart('Cake')
  const other = await Storefront.in(buyer.context, market, '/orders')
  await other.page.getByText('1 × Loaf').waitFor()
  const account = await buyer.context.newPage()
  await account.goto(`${market.url}/account`)
  await account.getByRole('button', { name: 'Delete my data' }).click()
  await account.getByRole('button', { name: 'Delete for good' }).click()
  await account.waitForURL(`${market.url}/`)
  await other.page.waitForURL(`${market.url}/`)
  await other.card('Loaf').waitFor()
  for (const page of [buyer.page, other.page, account]) {
    await page.getByRole('button', { name: 'Buy Loaf' }).waitFor()
    expect(await page.getByRole('button', { name: /^Cart/ }).textContent()).not.toMatch(/\d/)
  }
  await other.openSheet('Loaf')
  expect(await other.sheet.getByLabel('Pickup name').inputValue()).toBe('')
  await other.page.goto(`${market.url}/orders`)
  await other.page.getByText('No orders yet').waitFor()
  const kept = await keptIn(other.page)
  expect(kept.filter((key) => /cart|name|purchase|deleted/.test(key))).toEqual([])
})

test('[G12] a tab that was opened as one account never acts for one that signs in meanwhile', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinSeller(market), { name: 'Loaf', stock: 5 })
  for (const name of ['ann', 'bob']) await signUp(market, `${name}@example.com`)
  const context = await openContext(browser, { device: 'desktop' })
  await signInAs(await context.newPage(), market.url, 'ann@example.com')
  const ann = await Storefront.in(context, market)
  await ann.openSheet('Loaf')
  await ann.sheet.getByLabel('Pickup name').fill('Ann')
  const bob = await context.newPage()
  await bob.goto(`${market.url}/sign-in`)
  const loads = ann.loads
  await signInAs(bob, market.url, 'bob@example.com')
  await ann.page.getByText('Someone else signed in or out').waitFor()
  expect(ann.loads).toBe(loads + 1)
  await ann.openSheet('Loaf')
  expect(await ann.sheet.getByLabel('Pickup name').inputValue()).not.toBe('Ann')
  const { session } = (
    await postAs(market, '/api/sign-in', { email: 'bob@example.com', password })
  ).json() as {
    session: { name: string }
  }
  expect(session.name).not.toBe('Ann')
})

test('[G12] a buyer without cookies is warned first, and keeps the order until the page is closed', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinSeller(market), { name: 'Loaf', stock: 5 })
  const proxy = await startCookielessProxy(market)
  const context = await openContext(browser, { device: 'desktop' })
  // Like a browser that blocks all storage.
  await context.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(globalThis, name, {
        get() {
          throw new DOMException('blocked', 'SecurityError')
        },
      })
  })
  const buyer = await Storefront.in(context, proxy)
  await buyer.openSheet('Loaf')
  await buyer.sheet.getByText('your orders disappear when you close this page').waitFor()
  await buyer.reserve.click()
  const code = await buyer.bought()
  await buyer.sheet.getByText('Copy this receipt’s link now').waitFor()
  await buyer.sheet.getByRole('button', { name: 'Copy link' }).waitFor()
  await buyer.sheet.getByRole('link', { name: 'My orders' }).click()
  await buyer.page.locator('#main').getByText(code).waitFor()
  for (const lose of [async () => proxy.cut(), async () => market.stop().then(() => market.start())]) {
    await lose()
    await buyer.page.locator('body').evaluate(() => globalThis.dispatchEvent(new Event('online')))
    await list(await joinSeller(market), { name: 'News' })
    await buyer.page.locator('#main').getByText(code).waitFor()
  }
  // Still the same buyer, who can cancel the order.
  expect(market.core.market.orders.size).toBe(1)
  await buyer.page.getByRole('link', { name: /1 × Loaf/ }).click()
  await buyer.page.getByRole('button', { name: 'Cancel order' }).click()
  await buyer.page.getByRole('button', { name: 'Cancel order' }).last().click()
  await buyer.page.getByText('You cancelled this order.').waitFor()
})

/** Fills in the form; resolves once the next page is shown. */
async function signInAs(page: Page, url: string, email: string): Promise<void> {
  if (!page.url().endsWith('/sign-in')) await page.goto(`${url}/sign-in`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'))
}
