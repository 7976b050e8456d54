import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { inviteSeller, joinShopOf, password, postAs } from '../support/drivers/people.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'
import { operatorToken } from '../support/drivers/server.ts'

/** The operator's page: what each shop has, what fills up, and what to do about it. */

afterEach(leaveNothing)

const email = 'amara@example.org'

test('[limits] bounds that are nearly full are shown at the top with advice, and the others on demand', async () => {
  const disk = { used: 96, max: 100 }
  const machine = { disk: async () => disk, openFiles: async () => null, memory: () => ({ used: 1, max: 9 }) }
  const market = await startBrowserMarket({ world: { machine } })
  const { page } = await SellersPage.open(await startBrowser(), market, {
    path: '/sell/shops',
    device: 'phone',
  })
  await page.getByText('Disk: 96% used.').waitFor()
  await page.getByRole('link', { name: 'What to do' }).click()
  await page.getByText('When the disk is full, buying pauses').waitFor()
  expect(await page.getByRole('meter', { name: 'Products', exact: true }).isVisible()).toBe(false)
  await page.getByText(/^Show the other/).click()
  await page.getByRole('meter', { name: 'Products', exact: true }).waitFor()
  disk.used = 10
  await page.reload()
  await page.getByText('There is room in everything.').waitFor()
})

test('[shops] the operator deletes a shop’s products after a confirmation, and its seller sees them disappear', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinShopOf(market, await inviteSeller(market, email, 'Amara’s'))
  await list(seller, { name: 'Rye loaf' })
  const operator = await SellersPage.open(browser, market, { path: '/sell/shops' })
  await operator.page.getByText('1 product · no photos').waitFor()
  await operator.page.getByRole('button', { name: 'Delete all products of Amara’s' }).click()
  await operator.sheet.getByText('for good').waitFor()
  await operator.sheet.getByRole('button', { name: 'Delete 1 product' }).click()
  await operator.page.getByText('0 products · no photos').first().waitFor()
  await expect.poll(() => operator.page.getByText('0 products · no photos').count()).toBe(2)
})

test('[G12] the seller of a suspended shop sees that it is read-only, and why a change was refused', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  await list(await joinShopOf(market, await inviteSeller(market, email, 'Amara’s')), { name: 'Rye loaf' })
  const page = await (await openContext(browser, { device: 'desktop' })).newPage()
  await page.goto(`${market.url}/sign-in`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Pages of your shop' }).waitFor()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Shop name').fill('Amara’s bread')
  await postAs(market, '/api/shops/2/suspend', undefined, { token: operatorToken })
  await page.getByText('no orders and no changes').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('only the operator of the market can change it').waitFor()
})
