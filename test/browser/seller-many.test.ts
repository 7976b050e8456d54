import { afterEach, expect, test } from 'vitest'
import { png } from '../support/builders/pictures.ts'
import { list, newId } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { ask } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { bearer } from '../support/drivers/people.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'
import { type MarketServer, operatorToken } from '../support/drivers/server.ts'

/** A large shop: a thousand rows, pictures, changes of many products at once. */

afterEach(leaveNothing)

async function importMany(market: MarketServer, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => `Ware ${String(index).padStart(4, '0')},1.00,50`)
  const headers = { ...bearer({ token: operatorToken }), 'content-type': 'text/csv' }
  const body = `name,price,stock\n${rows.join('\n')}`
  const checked = await ask(`${market.url}/api/import?check=1`, { method: 'POST', headers, body })
  const { token } = checked.json() as { token: string }
  const json = { ...headers, 'content-type': 'application/json' }
  const apply = { method: 'POST', headers: json, body: JSON.stringify({ id: newId(), token }) }
  expect((await ask(`${market.url}/api/import`, apply)).status).toBe(200)
}

test('[dashboard] of a thousand products only the rows near the window are rendered, and none moves under the pointer', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await importMany(market, 1_000)
  const other = await joinSeller(market)
  const { page } = await SellersPage.open(browser, market, { path: '/sell/products' })
  await page.getByText('1,000 products').waitFor()
  await page.getByRole('row', { name: /Ware 0003/ }).waitFor()
  expect(await page.getByRole('row').count()).toBeLessThan(80)
  await page.mouse.wheel(0, 20_000)
  const middle = page.getByRole('row', { name: /Ware 0[3-4]\d0/ }).first()
  await middle.hover()
  const before = await middle.boundingBox()
  const ids = [...other.view!.products.keys()]
  await list(other, { name: 'Aardvark' })
  for (const productId of ids.slice(0, 200))
    await other.ok('product:restock', { id: newId(), productId, quantity: 1 })
  await page.getByRole('button', { name: 'Show 1 new product' }).waitFor()
  expect(await middle.boundingBox()).toEqual(before)
  await page.keyboard.press('End')
  await page.getByRole('row', { name: /Ware 0999/ }).waitFor()
  expect(await page.getByRole('row').count()).toBeLessThan(80)
})

test('[dashboard] a picture is scaled in the browser, stored, and seen by buyers', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await SellersPage.open(browser, market, { path: '/sell/products' })
  const { page, sheet } = seller
  await page.getByRole('button', { name: 'New product' }).click()
  const file = sheet.locator('input[type=file]')
  await file.setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await sheet.getByText('We can’t use that file').waitFor()
  await file.setInputFiles({ name: 'bread.png', mimeType: 'image/png', buffer: png(1_400, 700) })
  await sheet.getByRole('button', { name: 'Replace photo' }).waitFor()
  await sheet.getByLabel('Name', { exact: true }).fill('Rye loaf')
  await sheet.getByLabel(/^Price/).fill('4')
  await sheet.getByLabel('Quantity').fill('3')
  await sheet.getByRole('button', { name: 'Publish' }).click()
  await sheet.getByText('Rye loaf is live').waitFor()
  const shown = await browser.newPage()
  await shown.goto(market.url)
  const size = await shown.locator('img[src^="/images/"]').evaluate(async (image: HTMLImageElement) => {
    await image.decode()
    return [image.naturalWidth, image.naturalHeight]
  })
  expect(size).toEqual([1_200, 600])
})

test('[dashboard] several products are hidden, restocked and deleted at once, and can be restored', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const other = await joinSeller(market)
  const wares = [
    await list(other, { name: 'Bun' }),
    await list(other, { name: 'Loaf' }),
    await list(other, { name: 'Tart' }),
  ]
  const { page, sheet } = await SellersPage.open(browser, market, { path: '/sell/products' }).then(
    (opened) => ({
      page: opened.page,
      sheet: opened.sheet,
    }),
  )
  const stocks = () => wares.map(({ id }) => other.view!.products.get(id)?.stock)
  for (const name of ['Bun', 'Tart']) await page.getByRole('checkbox', { name: `Select ${name}` }).check()
  await page.getByRole('button', { name: 'Restock', exact: true }).click()
  await sheet.getByLabel('Add to each').fill('-5')
  await sheet.getByRole('button', { name: 'Restock' }).click()
  await other.until(() => stocks().join() === '15,20,15', 'taken out of both')
  await page.getByRole('button', { name: 'Hide', exact: true }).click()
  await other.until(() => other.view!.products.get(wares[0]!.id)?.status === 'hidden', 'hidden')
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await other.until(() => other.view!.products.size === 1, 'deleted')
  await page.getByRole('button', { name: 'Undo deleting Bun' }).first().click()
  await other.until(() => other.view!.products.get(wares[0]!.id)?.stock === 15, 'had back')
})
