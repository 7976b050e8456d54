import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list, newId } from '../support/builders/wares.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { inviteSeller, linkSecret, password } from '../support/drivers/people.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'

/** Accounts in a real browser: orders that move to them, sessions that end, links that work once. */

afterEach(leaveNothing)

const opened = () => Promise.all([startBrowserMarket(), startBrowser()])
const email = 'amara@example.org'

async function buy(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Buy ${name}` }).click()
  await page.getByRole('dialog').getByLabel('Pickup name').fill('Amara')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Reserve/ })
    .click()
  await page.getByRole('heading', { name: 'You got it' }).waitFor()
}

async function fillIn(page: Page, button: string): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: button }).click()
}

test('[G12] a guest’s order moves to the account, and is shown on another device', async () => {
  const [market, browser] = await opened()
  await list(await joinSeller(market), { name: 'Rye loaf' })
  const phone = await (await openContext(browser, { device: 'desktop' })).newPage()
  await phone.goto(market.url)
  await buy(phone, 'Rye loaf')
  await phone.goto(`${market.url}/orders`)
  await phone.getByRole('link', { name: /Create an account/ }).click()
  await fillIn(phone, 'Create account')
  await phone.waitForURL(`${market.url}/orders`)
  await phone.getByText('1 × Rye loaf').waitFor()
  const written = await phone
    .getByText(/[23456789CFGHJMPQRVWX]{6}$/)
    .last()
    .textContent()
  const code = written!.slice(-6)

  const desktop = await (await openContext(browser, { device: 'desktop' })).newPage()
  await desktop.goto(`${market.url}/sign-in`)
  await fillIn(desktop, 'Sign in')
  await desktop.waitForURL(`${market.url}/orders`)
  await desktop.getByText(code).waitFor()

  await desktop.goto(`${market.url}/account`)
  await desktop.getByText('Signed in as Amara').waitFor()
  await desktop.getByRole('button', { name: /^Sign out: / }).click()
  await desktop.getByRole('button', { name: /^Sign out: / }).waitFor({ state: 'hidden' })
  await phone.getByText('1 × Rye loaf').waitFor({ state: 'hidden' })
})

test('[G12] a wrong password gets an error message, and a signed-out seller gets the sign-in form', async () => {
  const [market, browser] = await opened()
  await inviteSeller(market, email, 'Amara’s')
  const page = await (await openContext(browser, { device: 'desktop' })).newPage()
  await page.goto(`${market.url}/sell/products`)
  await page.getByRole('link', { name: 'Sign in with email and password' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('not the right one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Email or password is wrong.').waitFor()
  await fillIn(page, 'Sign in')
  await page.getByRole('navigation', { name: 'Pages of your shop' }).waitFor()
  await page.goto(`${market.url}/sell/settings`)
  // A purchase of this account with an unknown outcome: the next account must not send it.
  const purchase = JSON.stringify({ lines: [{ productId: 1, quantity: 1, unitPrice: 1 }], at: Date.now() })
  await page.evaluate(
    ([key, text]) => localStorage.setItem(key!, text!),
    [`souk:purchase:${newId()}`, purchase],
  )
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.waitForURL(`${market.url}/`)
  const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => /purchase/.test(key)))
  expect(kept).toEqual([])
  await page.goto(`${market.url}/sell/products`)
  await page.getByRole('heading', { name: 'Sign in to sell' }).waitFor()
})

test('[G12] the operator invites by a link, suspends the shop, and resets a password', async () => {
  const [market, browser] = await opened()
  const operator = await SellersPage.open(browser, market, { path: '/sell/shops' })
  await operator.page.getByRole('button', { name: 'Invite a seller' }).click()
  await operator.sheet.getByLabel('Shop name').fill('Amara’s')
  await operator.sheet.getByRole('button', { name: 'Create link' }).click()
  const link = await operator.sheet.getByLabel('Link', { exact: true }).inputValue()
  const page = await (await openContext(browser, { device: 'desktop' })).newPage()
  await page.goto(link)
  await page.getByRole('heading', { name: 'Open your shop' }).waitFor()
  expect(page.url()).toBe(`${market.url}/invite`)
  expect(await page.getByLabel('Shop name').inputValue()).toBe('Amara’s')
  await fillIn(page, 'Open shop')
  await page.getByRole('heading', { name: 'Add your first product' }).waitFor()

  await operator.page.keyboard.press('Escape')
  await operator.page.getByText(email).waitFor()
  await operator.page.getByRole('button', { name: 'Suspend Amara’s' }).click()
  await operator.sheet.getByLabel(/^Reason/).fill('Please call us.')
  await operator.sheet.getByRole('button', { name: 'Suspend shop' }).click()
  await page.getByText('Amara’s is suspended').waitFor()
  await page.getByText('Reason: Please call us.').waitFor()
  await operator.page.getByRole('button', { name: 'Lift suspension of Amara’s' }).click()
  await page.getByText('Amara’s is suspended').waitFor({ state: 'hidden' })

  const secret = await linkSecret(market, '/api/resets', { email })
  await page.goto(`${market.url}/reset#${secret}`)
  await page.getByLabel('New password').fill('four green awnings')
  await page.getByRole('button', { name: 'Save and sign in' }).click()
  await page.getByRole('navigation', { name: 'Pages of your shop' }).waitFor()
  await page.goto(`${market.url}/reset#${secret}`)
  await page.getByLabel('New password').fill('five green awnings')
  await page.getByRole('button', { name: 'Save and sign in' }).click()
  await page.getByText('It was already used').waitFor()
})
