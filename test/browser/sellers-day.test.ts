import { writeFile } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { verifyFolder } from '../../server/verify/verify.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { newId } from '../support/builders/wares.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { type Client, join } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { linkSecret, password } from '../support/drivers/people.ts'
import type { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const buyersCount = 200
const dialog = (page: Page) => page.getByRole('dialog')
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })

/** The value of a figure on the overview, as the page shows it: "€1,234.50" is 123450. */
async function figure(page: Page, label: string): Promise<number> {
  const text = await page.locator('dl > div').filter({ hasText: label }).locator('dd').textContent()
  return Number((text ?? '').replace(/[^\d]/g, ''))
}

/** Opens the shop with the link that the operator sent. */
async function openShop(market: MarketServer, page: Page): Promise<void> {
  const secret = await linkSecret(market, '/api/invites', { shopName: 'Nika’s' })
  await page.goto(`${market.url}/invite#${secret}`)
  await page.getByLabel('Pickup details').fill('At the gate, from six')
  await page.getByLabel('Email').fill('nika@example.org')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Open shop' }).click()
  await page.getByText('At least 10 characters.', { exact: true }).waitFor()
  expect(page.url()).not.toContain(secret)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Open shop' }).click()
  await page.getByRole('navigation', { name: 'Pages of your shop' }).waitFor()
}

/** Imports fifty products from a file in which two rows must be corrected first. */
async function importProducts(page: Page): Promise<void> {
  const folder = await makeTemporaryFolder()
  const rows = Array.from(
    { length: 50 },
    (_, index) => `Ware ${index + 1},${index + 1}.50,${index % 9 === 0 ? 3 : 40}`,
  )
  const bad = rows.with(3, 'Ware 4,free,40').with(9, ',10.50,40')
  const write = async (name: string, lines: string[]) => {
    const path = joinPath(folder, name)
    await writeFile(path, `name,price,stock\n${lines.join('\n')}\n`)
    return path
  }
  await page.getByRole('link', { name: 'Products' }).click()
  await page.getByRole('button', { name: 'Import' }).click()
  await page.locator('input[type=file]').setInputFiles(await write('bad.csv', bad))
  await dialog(page).getByText('Fix 2 errors').waitFor()
  await dialog(page).getByRole('row', { name: '5 price must be an amount' }).waitFor()
  await dialog(page).getByRole('row', { name: '11 name is needed' }).waitFor()
  await dialog(page).getByRole('button', { name: 'Another file' }).click()
  await page.locator('input[type=file]').setInputFiles(await write('mended.csv', rows))
  await dialog(page).getByText('50 new products').waitFor()
  await dialog(page).getByRole('button', { name: 'Import all' }).click()
  await dialog(page).getByText('Done: 50 new').waitFor()
  await dialog(page).getByRole('button', { name: 'Done', exact: true }).click()
  await page.getByText('50 products').waitFor()
}

/** A drop that nobody sees until its products are listed. */
async function prepareDrop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New product' }).click()
  await dialog(page).getByLabel('Name', { exact: true }).fill('The drop')
  await dialog(page)
    .getByLabel(/^Price/)
    .fill('20')
  await dialog(page).getByLabel('Quantity').fill('60')
  await dialog(page)
    .getByLabel(/^Draft/)
    .check()
  await dialog(page).getByRole('button', { name: 'Save as draft' }).click()
  await dialog(page).getByRole('button', { name: 'Done' }).click()
  await page.getByLabel('Search products').fill('drop')
}

/** Buys what is available, at the price shown, until a few orders are placed or none succeeds. */
async function shop(buyer: Client<'/'>, seed: number): Promise<number> {
  const random = seededRandom(seed)
  let bought = 0
  for (let count = 0; count < 4; count += 1) {
    const there = [...buyer.view!.products.values()].filter(({ stock }) => stock > 0)
    if (there.length === 0) break
    const { id: productId, price: unitPrice } = random.pick(there)
    const lines = [{ productId, quantity: random.integer(1, 2), unitPrice }]
    const answer = (await buyer.requestUntilKnown('purchase:create', { id: newId(), lines })) as {
      ok: boolean
    }
    if (answer.ok) bought += 1
  }
  return bought
}

test('[dashboard] a seller’s day: an invitation, fifty products imported, a drop, a rush, orders by code, and correct figures', async () => {
  const market = await startBrowserMarket()
  const browser = await startBrowser()
  const page = await (await openContext(browser, { device: 'desktop' })).newPage()
  await openShop(market, page)
  await importProducts(page)
  await prepareDrop(page)
  const buyers = await Promise.all(Array.from({ length: buyersCount }, () => join(market, '/')))
  expect([...buyers[0]!.view!.products.values()].some(({ name }) => name === 'The drop')).toBe(false)

  const rush = Promise.all(buyers.map((buyer, index) => shop(buyer, index + 1)))
  await page.getByRole('button', { name: /publish The drop/ }).click()
  await buyers[0]!.until(
    () => [...buyers[0]!.view!.products.values()].some(({ name }) => name === 'The drop'),
    'the drop',
  )
  await page.getByLabel('Search products').fill('Ware 1')
  await row(page, 'Ware 11').hover()
  await page.getByRole('button', { name: 'Edit the price of Ware 11' }).click()
  await page.getByRole('textbox', { name: 'Edit the price of Ware 11' }).fill('3.20')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Change the stock of Ware 10', exact: true }).click()
  await dialog(page).getByLabel('Quantity received').fill('100')
  await dialog(page).getByRole('button', { name: 'Add to stock' }).click()
  await dialog(page).getByText('Restocked.').waitFor()
  await page.keyboard.press('Escape')
  const bought = (await rush).reduce((sum, count) => sum + count, 0)
  expect(bought).toBeGreaterThan(buyersCount)
  await row(page, 'Ware 11').getByText('€3.20').last().waitFor()

  await page.getByRole('link', { name: /^Orders/ }).click()
  const codes: string[] = []
  for (const buyer of buyers.slice(0, 40)) {
    const { orders } = await buyer.ok('order:list', {})
    if (orders[0]) codes.push(orders[0].pickupCode)
  }
  for (const code of codes.slice(0, 3)) {
    await page.getByLabel('Pickup code, number or name').fill(code)
    await page.keyboard.press('Enter')
    await dialog(page).getByRole('button', { name: 'Paid and handed over' }).press('Enter')
    await dialog(page).getByRole('button', { name: 'Next order' }).press('Enter')
  }
  await page.goto(`${market.url}/sell/orders?code=${codes[3]}`)
  await dialog(page).getByRole('button', { name: 'Cancel order' }).click()
  await dialog(page)
    .getByLabel(/Reason/)
    .fill('The gate was flooded')
  await dialog(page).getByRole('button', { name: 'Cancel order' }).click()
  await dialog(page).getByText('Cancelled by the shop').waitFor()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /: Open\. Change$/ }).click()
  await page.getByRole('menuitem', { name: 'Pause until I reopen' }).click()
  await page.getByText('Nika’s is closed. Nobody can order.').waitFor()
  const { id: productId, price: unitPrice } = [...buyers[0]!.view!.products.values()].find(
    ({ stock }) => stock > 0,
  )!
  const late = { id: newId(), lines: [{ productId, quantity: 1, unitPrice }] }
  expect((await buyers[0]!.refused('purchase:create', late)).code).toBe('shop_closed')

  await page.getByRole('link', { name: 'Overview' }).click()
  await page
    .locator('dl > div')
    .filter({ hasText: 'Waiting for pickup' })
    .getByText(String(bought - 4))
    .waitFor()
  const shown = {
    revenue: await figure(page, 'Sales'),
    orders: await figure(page, 'Orders'),
    units: await figure(page, 'Items sold'),
    waiting: await figure(page, 'Waiting for pickup'),
  }
  await page.close()
  await market.stop()
  const { counts, findings } = await verifyFolder(market.folder)
  expect(findings).toEqual([])
  expect(shown).toEqual({
    revenue: counts.revenue,
    orders: counts.orders - 1,
    units: counts.units,
    waiting: bought - 4,
  })
})
