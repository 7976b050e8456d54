import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { inviteSeller, joinShopOf } from '../support/drivers/people.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'

/** Files of several shops: nothing is taken from, or put into, the first of them unasked. */

afterEach(leaveNothing)

test('[csv] where all shops are shown, an export has all of them, and an import asks into which', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinSeller(market), { name: 'Poster' })
  await list(await joinShopOf(market, await inviteSeller(market, 'amara@example.org', 'Bakery')), {
    name: 'Rye',
  })
  const { page, sheet } = await SellersPage.open(browser, market, { path: '/sell/products' })
  await page.getByRole('button', { name: 'Export' }).click()
  const href = () => page.getByRole('menuitem', { name: 'Products' }).getAttribute('href')
  expect(await href()).toBe('/api/export/products.csv?shops=all')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Import' }).click()
  await sheet.getByLabel('Import into').waitFor()
  expect(await sheet.getByRole('button', { name: 'Choose a file' }).count()).toBe(0)
  await sheet.getByLabel('Import into').selectOption('Bakery')
  const file = {
    name: 'new.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('name,price,stock\nCake,3.50,4\n'),
  }
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    sheet.getByRole('button', { name: 'Choose a file' }).click(),
  ])
  await chooser.setFiles(file)
  await sheet.getByRole('button', { name: 'Import all' }).click()
  await sheet.getByText('Done: 1 new, 0 changed.').waitFor()
  const cake = [...market.core.market.products.map.values()].find(({ name }) => name === 'Cake')
  expect(cake?.shopId).toBe(2)
})
