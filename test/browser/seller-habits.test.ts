import { afterEach, expect, test } from 'vitest'
import { list, purchase } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'

/** What people expect of pages that they use all day. */

afterEach(leaveNothing)

test('[seller] Back returns to the former filter; the palette does not jump; paper names the shop', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const loaf = await list(await joinSeller(market), { name: 'Rye loaf', stock: 9 })
  const [buyer] = await joinBuyers(market, 1)
  await buyer!.ok('purchase:create', purchase(loaf))
  const { page, sheet } = await SellersPage.open(browser, market, { path: '/sell/orders' })
  await page.getByText('Handed over', { exact: true }).click()
  await page.getByText('Cancelled', { exact: true }).click()
  await expect.poll(() => page.url()).toMatch(/status=cancelled$/)
  await page.goBack()
  await expect.poll(() => page.url()).toMatch(/status=fulfilled$/)
  await page.goBack()
  await expect.poll(() => page.url()).toMatch(/orders$/)

  await page.keyboard.press('Control+k')
  const box = async () => JSON.stringify(await sheet.boundingBox())
  const search = page.getByRole('combobox')
  await search.waitFor()
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  const before = await box()
  await search.fill('zebra')
  await sheet.getByText('No results').waitFor()
  expect(await box()).toBe(before)
  await page.keyboard.press('Escape')

  await page.emulateMedia({ media: 'print' })
  const { name } = market.core.market.shops.get(1)!
  const title = await page.locator('main h1').filter({ visible: true }).textContent()
  expect(title).toContain(`· ${name}: pick list`)
})

test('[storefront] Back returns to the former filter', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  await list(seller, { name: 'Rye loaf', category: 'Bread' })
  await list(seller, { name: 'Bun', category: 'Pastry' })
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await page.goto(market.url)
  for (const name of ['Bread', 'Pastry']) {
    await page.getByText(name, { exact: true }).first().click()
    await expect.poll(() => page.url()).toMatch(`category=${name}`)
  }
  await page.goBack()
  await expect.poll(() => page.url()).toMatch(/category=Bread/)
})
