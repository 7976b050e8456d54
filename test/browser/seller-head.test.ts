import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** The head of a seller's pages: whose shop it is, whether it sells, and where the pages are. */

afterEach(leaveNothing)

const minuteMs = 60_000

test('[G7] a shop that is closed for a while says until when, and opens by itself then', async () => {
  const clock = new ShiftedClock()
  const [market, browser] = await Promise.all([
    startBrowserMarket({
      world: { clock },
      bounds: { timekeeper: { startGraceMs: 0, waitMsMax: 20 } },
    }),
    startBrowser(),
  ])
  await list(await joinSeller(market), { name: 'Rye loaf' })
  const buyer = await Storefront.open(browser, market)
  const { page, sheet } = await SellersPage.open(browser, market, { device: 'phone' })
  await page.getByRole('button', { name: /: Open\. Change$/ }).click()
  await page.getByRole('menuitem', { name: 'Close for 30 minutes' }).click()
  await page.getByRole('button', { name: /: Closed until .*\d\d:\d\d.*Change$/ }).waitFor()
  await page.getByText(/is closed and opens again .*\d\d:\d\d/).waitFor()
  await buyer.page.goto(`${market.url}/shop/house`)
  await buyer.page.getByText(/^Closed right now. It opens again: .*\d\d:\d\d/).waitFor()
  await buyer.page.goto(market.url)
  const { reopensAt } = market.core.market.shops.get(1)!
  expect(reopensAt).toBeGreaterThan(Date.now() + 29 * minuteMs)
  const buy = buyer.page.getByRole('button', { name: 'Buy Rye loaf', exact: true })
  await buy.waitFor({ state: 'detached' })
  clock.skip(31 * minuteMs)
  await buy.waitFor()
  await page.getByRole('button', { name: /: Open\. Change$/ }).click()

  await page.getByRole('menuitem', { name: 'Close until…' }).click()
  const time = sheet.getByLabel(/^Opens again/)
  await time.fill('2020-01-01T09:00')
  await sheet.getByRole('button', { name: 'Close shop' }).click()
  await sheet.getByText('Choose a time in the future, within a year.').waitFor()
  await time.fill(new Date(Date.now() + 26 * 60 * minuteMs).toISOString().slice(0, 16))
  await sheet.getByRole('button', { name: 'Close shop' }).click()
  await page.getByRole('button', { name: /: Closed until \w{3}.* \d\d:\d\d/ }).waitFor()
  expect(market.core.market.shops.get(1)).toMatchObject({ closed: true })
})

test('[seller] on a phone the pages are tabs within reach, with the rest behind More', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinSeller(market), { name: 'Rye loaf' })
  const { page, goTo, sheet } = await SellersPage.open(browser, market, { device: 'phone' })
  const tabs = await goTo.getByRole('link').or(goTo.getByRole('button')).allInnerTexts()
  expect(tabs.map((text) => text.trim())).toEqual(['Orders', 'Products', 'Overview', 'More'])
  const { y, height } = (await goTo.boundingBox())!
  expect(Math.round(y + height)).toBe(page.viewportSize()!.height)
  await goTo.getByRole('button', { name: 'More' }).click()
  await sheet.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Pickup details').waitFor()
  await sheet.waitFor({ state: 'detached' })
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  const save = (await page.getByRole('button', { name: 'Save' }).first().boundingBox())!
  expect(save.y + save.height).toBeLessThan(y)
})
