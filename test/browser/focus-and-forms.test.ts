import type { Locator, Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list, purchase } from '../support/builders/wares.ts'
import { violationsOn, wcagTags } from '../support/drivers/axe.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { signUp } from '../support/drivers/people.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** Focus returns to what opened a dialog, and a form's errors go once they are fixed. */

afterEach(leaveNothing)

const hasFocus = (button: Locator) =>
  expect.poll(() => button.evaluate((one) => one === document.activeElement)).toBe(true)

async function opened() {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const loaf = await list(await joinSeller(market), { name: 'Loaf', stock: 5 })
  return { market, browser, loaf }
}

test('[keyboard] focus returns to Buy after the first sheet, and to Cancel when the order is kept', async () => {
  const { market, browser } = await opened()
  const buyer = await Storefront.open(browser, market)
  const { page } = buyer
  const buy = page.getByRole('button', { name: 'Buy Loaf', exact: true })
  await buy.click()
  await buyer.reserve.waitFor()
  await page.keyboard.press('Escape')
  await buyer.sheet.waitFor({ state: 'detached' })
  await hasFocus(buy)
  await buyer.buy('Loaf')
  await buyer.sheet.getByRole('button', { name: 'Done' }).click()
  await buyer.sheet.waitFor({ state: 'detached' })
  await hasFocus(buy)
  await page.getByRole('link', { name: /My orders/ }).click()
  await page.getByRole('link', { name: /1 × Loaf/ }).click()
  const cancel = page.getByRole('button', { name: 'Cancel order' })
  await cancel.click()
  const keep = page.getByRole('button', { name: 'Keep order' })
  await expect.poll(() => isInView(page, keep)).toBe(true)
  await keep.click()
  await hasFocus(cancel)
})

test('[keyboard] focus returns to what opened a seller’s dialog, also where a field took it', async () => {
  const { market, browser, loaf } = await opened()
  const [buyer] = await joinBuyers(market, 1)
  await buyer!.ok('purchase:create', purchase(loaf, 2))
  const { page, sheet } = await SellersPage.open(browser, market, { path: '/sell/orders' })
  const row = page.getByRole('button', { name: 'Open order 1', exact: true })
  await row.click()
  await sheet.getByRole('button', { name: 'Cancel order' }).click()
  await expect.poll(() => isInView(page, sheet.getByRole('button', { name: 'Keep order' }))).toBe(true)
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await hasFocus(row)
  await page.goto(`${market.url}/sell/shops`)
  const invite = page.getByRole('button', { name: 'Invite a seller' })
  await invite.click()
  await sheet.getByRole('button', { name: 'Create link' }).waitFor()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await hasFocus(invite)
})

test('[account] what is wrong in a form is said until it is fixed, and no longer', async () => {
  const { market, browser } = await opened()
  const { page } = await Storefront.open(browser, market, { path: '/sign-up' })
  await page.getByLabel('Email').fill('nika')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create account' }).click()
  const [wrongEmail, wrongPassword] = [
    page.getByText('Enter an email address'),
    page.locator('.mantine-PasswordInput-error'),
  ]
  await wrongEmail.waitFor()
  await wrongPassword.waitFor()
  await page.getByLabel('Email').fill('nika@example.org')
  expect([await wrongEmail.count(), await wrongPassword.count()]).toEqual([0, 1])
  await page.getByLabel('Password', { exact: true }).fill('three green awnings')
  expect(await wrongPassword.count()).toBe(0)

  const seller = await SellersPage.open(browser, market, { path: '/sell/products' })
  await seller.page.getByRole('button', { name: 'New product' }).click()
  await seller.sheet.getByRole('button', { name: 'Publish' }).click()
  await seller.sheet.getByText('Enter a name.').waitFor()
  await seller.sheet.getByLabel('Name', { exact: true }).fill('Roll')
  expect(await seller.sheet.getByText('Enter a name.').count()).toBe(0)
  await seller.sheet.getByText(/Enter a price/).waitFor()
})

test('[account] the operator makes a link with which a buyer chooses a new password', async () => {
  const { market, browser } = await opened()
  await signUp(market, 'mina@example.org')
  const { page, sheet } = await SellersPage.open(browser, market, { path: '/sell/shops' })
  await page.getByRole('button', { name: 'Reset a password', exact: true }).click()
  const email = sheet.getByLabel('Email of the account')
  await email.fill('nobody@example.org')
  await sheet.getByRole('button', { name: 'Create link' }).click()
  await sheet.getByText('No account has this email.').waitFor()
  await email.fill('mina@example.org')
  expect(await sheet.getByText('No account has this email.').count()).toBe(0)
  expect(await violationsOn(page, wcagTags)).toEqual([])
  await sheet.getByRole('button', { name: 'Create link' }).click()
  const link = await sheet.getByLabel('Link', { exact: true }).inputValue()
  const buyer = await (await browser.newContext()).newPage()
  await buyer.goto(link)
  await buyer.getByLabel('New password', { exact: true }).fill('four blue tents here')
  await buyer.getByRole('button', { name: 'Save and sign in' }).click()
  await buyer.waitForURL(`${market.url}/orders`)
})

async function isInView(page: Page, button: Locator): Promise<boolean> {
  const box = await button.boundingBox()
  return box !== null && box.y >= 0 && box.y + box.height <= page.viewportSize()!.height
}
