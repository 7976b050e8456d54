import { readFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { violationsOn, wcagTags } from '../support/drivers/axe.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { password, signUp } from '../support/drivers/people.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** A person's own page: their name, what is stored about them, and how it is deleted. */

afterEach(leaveNothing)

async function ordered() {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  await list(seller, { name: 'Loaf', stock: 5 })
  const buyer = await Storefront.open(browser, market)
  await buyer.openSheet('Loaf')
  await buyer.sheet.getByLabel('Pickup name').fill('Mina')
  await buyer.reserve.click()
  await buyer.bought()
  const nameSeen = async () => (await seller.ok('order:list', {})).orders[0]?.buyerName
  return { market, browser, buyer, page: buyer.page, nameSeen }
}

test('[account] a guest changes their name, downloads their data, and deletes it', async () => {
  const { market, buyer, page, nameSeen } = await ordered()
  await page.goto(`${market.url}/account`)
  const name = page.getByLabel('Pickup name')
  expect(await name.inputValue()).toBe('Mina')
  await name.fill('Nora')
  await page.getByRole('button', { name: 'Save name' }).click()
  await page.getByText('Name changed.').first().waitFor()
  expect(await nameSeen()).toBe('Nora')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download my data' }).click(),
  ])
  const data = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(data).toMatchObject({ pickupName: 'Nora', orders: [{ lines: [{ name: 'Loaf' }] }] })
  const opener = page.getByRole('button', { name: 'Delete my data' })
  await opener.click()
  await buyer.sheet.getByText('Your orders hold no personal data.').waitFor()
  expect(await violationsOn(page, wcagTags)).toEqual([])
  await buyer.sheet.getByRole('button', { name: 'Keep my data' }).click()
  await buyer.sheet.waitFor({ state: 'detached' })
  expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true)
  await opener.click()
  await buyer.sheet.getByRole('button', { name: 'Delete for good' }).click()
  await page.waitForURL(`${market.url}/`)
  await buyer.card('Loaf').waitFor()
  expect(await page.evaluate(() => Object.values(localStorage).join())).not.toContain('pickupCode')
  await page.goto(`${market.url}/orders`)
  await page.getByText('No orders yet').waitFor()
  expect(await nameSeen()).toMatch(/^Guest /)
})

test('[account] an account is deleted with its password only, and its other page is signed out at once', async () => {
  const { market, browser } = await ordered()
  await signUp(market, 'mina@example.org')
  const pages = []
  for (const path of ['/account', '/orders']) {
    const one = await Storefront.open(browser, market, { path: `/sign-in?next=${path}` })
    await one.page.getByLabel('Email').fill('mina@example.org')
    await one.page.getByLabel('Password', { exact: true }).fill(password)
    await one.page.getByRole('button', { name: 'Sign in' }).click()
    await one.page.waitForURL(`${market.url}${path}`)
    pages.push(one)
  }
  const [own, other] = pages
  await own!.page.getByRole('button', { name: 'Delete account' }).click()
  const confirm = own!.sheet.getByRole('button', { name: 'Delete for good' })
  const typed = own!.sheet.getByLabel('Current password', { exact: true })
  await typed.fill('not the right one')
  await confirm.click()
  await own!.sheet.getByText('The password is wrong.').waitFor()
  await typed.fill(password)
  expect(await own!.sheet.getByText('The password is wrong.').count()).toBe(0)
  await confirm.click()
  await own!.page.waitForURL(`${market.url}/`)
  await other!.page.goto(`${market.url}/account`)
  await other!.page.getByText('You’re browsing as a guest').waitFor()
})
