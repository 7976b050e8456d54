import { afterEach, expect, test } from 'vitest'
import { list, purchase } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { LightBuyer } from '../support/drivers/light-buyer.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'

/** A seller cancels what one network ordered. */

afterEach(leaveNothing)

const hoarders = 120

test('[dashboard] all orders of one network are found, reviewed, and cancelled together', async () => {
  const [market, browser] = await Promise.all([
    startBrowserMarket({ environment: { SOUK_TRUST_PROXY: '1' } }),
    startBrowser(),
  ])
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 200 })
  const orderFrom = async (address: string): Promise<void> => {
    const buyer = await LightBuyer.join(market, { headers: { 'x-forwarded-for': address } })
    expect(await buyer.buy(purchase(product))).toMatchObject({ ok: true })
    buyer.leave()
  }
  await orderFrom('198.51.100.1')
  await Promise.all(Array.from({ length: hoarders }, () => orderFrom('198.51.100.66')))
  await orderFrom('198.51.100.2')
  const { page, sheet } = await SellersPage.open(browser, market, { path: '/sell/orders' })
  await page.getByRole('button', { name: 'Open order 60', exact: true }).click()
  await sheet.getByRole('button', { name: 'Orders from the same network' }).click()
  const filters = page.getByRole('region', { name: 'Time and network' })
  await filters.getByRole('button', { name: 'Select all waiting orders' }).click()
  await page.getByText(`${hoarders} selected`).waitFor()
  await page.getByRole('checkbox', { name: 'Select Order 60', exact: true }).uncheck()
  await page.getByText(`${hoarders - 1} selected`).waitFor()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await sheet.getByText(`Cancel ${hoarders - 1} orders?`).waitFor()
  await sheet.getByRole('textbox').fill('Too many from one network')
  await sheet.getByRole('button', { name: /^Cancel 119 orders/ }).click()
  await seller.until(() => seller.stock(product.id) === 200 - 3, 'all but three are back')
  await filters.getByRole('button', { name: 'Close' }).click()
  const waiting = await seller.ok('order:list', { status: 'placed' })
  expect(waiting.orders.map(({ number }) => number).sort((one, other) => one - other)).toEqual([1, 60, 122])
})

test('[dashboard] orders are filtered by the time when they were placed, by the shop’s clock', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 20 })
  const buyer = await LightBuyer.join(market)
  await buyer.buy(purchase(product))
  const { page } = await SellersPage.open(browser, market, { path: '/sell/orders?to=2020-01-01T00:00' })
  await page.getByText('No orders match').waitFor()
  await page.getByLabel('Placed before').fill('')
  await page.getByLabel(/^Placed from/).fill('2020-01-01T00:00')
  await page.getByRole('button', { name: 'Open order 1', exact: true }).waitFor()
})
