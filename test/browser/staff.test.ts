import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list, purchase } from '../support/builders/wares.ts'
import { violationsOn, wcagTags } from '../support/drivers/axe.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { hire, inviteSeller, joinAs, joinShopOf, openGuest, password } from '../support/drivers/people.ts'

/** People who work in a shop: invited, with another role, removed; and what each of them finds on their pages. */

afterEach(leaveNothing)

const amara = 'amara@example.org'

type Shown = Parameters<typeof openContext>[1]

async function signedIn(
  market: { url: string },
  email: string,
  shown: Shown = { device: 'desktop' },
): Promise<Page> {
  const page = await (await openContext(await startBrowser(), shown)).newPage()
  await page.goto(`${market.url}/sign-in`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Pages of your shop' }).waitFor()
  return page
}

/** The row of somebody in the list. */
const rowOf = (page: Page, who: string) => page.getByRole('listitem').filter({ hasText: who })

test('[staff] an owner invites somebody by a link, who joins with a new account, and is removed from an open page', async () => {
  const market = await startBrowserMarket()
  await list(await joinShopOf(market, await inviteSeller(market, amara, 'Bakery')), { name: 'Rye loaf' })
  const page = await signedIn(market, amara)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'People who work here' }).click()
  await page.getByRole('button', { name: 'Invite someone' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Counter').check()
  await sheet.getByLabel(/^Their email/).fill('ben@example.org')
  await sheet.getByRole('button', { name: 'Create link' }).click()
  const link = await sheet.getByLabel('Link').inputValue()
  await sheet.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { name: 'Open invitations' }).waitFor()

  const other = await (await openContext(await startBrowser(), { device: 'phone' })).newPage()
  await other.goto(link)
  await other.getByRole('heading', { name: 'Work at Bakery' }).waitFor()
  expect(await other.getByLabel('Email').inputValue()).toBe('ben@example.org')
  await other.getByLabel('Password', { exact: true }).fill(password)
  await other.getByLabel(/^Pickup name/).fill('Ben')
  await other.getByRole('button', { name: 'Create account and join' }).click()
  await other.getByRole('navigation', { name: 'Pages of your shop' }).waitFor()
  expect(new URL(other.url()).pathname).toBe('/sell')

  await page.reload()
  await rowOf(page, 'Ben').getByRole('button', { name: 'Remove Ben' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await rowOf(page, 'Ben').waitFor({ state: 'detached' })
  await other.getByRole('heading', { name: 'Sign in to sell' }).waitFor()
})

test('[staff] who has an account joins with it, and then sees both shops', async () => {
  const market = await startBrowserMarket()
  await inviteSeller(market, amara, 'Bakery')
  await inviteSeller(market, 'ben@example.org', 'Soaps')
  const page = await signedIn(market, amara)
  await page.goto(`${market.url}/sell/staff`)
  await page.getByRole('button', { name: 'Invite someone' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Manager').check()
  await sheet.getByRole('button', { name: 'Create link' }).click()
  const link = await sheet.getByLabel('Link').inputValue()
  const other = await (await openContext(await startBrowser(), { device: 'desktop' })).newPage()
  await other.goto(link)
  await other.getByRole('button', { name: 'I already have an account' }).click()
  await other.getByLabel('Email').fill('ben@example.org')
  await other.getByLabel('Password', { exact: true }).fill(password)
  await other.getByRole('button', { name: 'Sign in and join' }).click()
  await other.getByRole('navigation', { name: 'Pages of your shop' }).waitFor()
  expect(await other.getByRole('combobox', { name: 'Shop' }).locator('option').allTextContents()).toEqual([
    'All shops',
    'Bakery',
    'Soaps',
  ])
})

test('[staff] at the counter somebody hands orders over, and is offered nothing that their role does not allow', async () => {
  const market = await startBrowserMarket()
  const owner = await inviteSeller(market, amara, 'Bakery')
  const bread = await list(await joinShopOf(market, owner), { name: 'Rye loaf' })
  const { order } = await (await joinAs(market, await openGuest(market))).ok(
    'purchase:create',
    purchase(bread),
  )
  await hire(market, owner, 'ben@example.org', 'counter')
  const page = await signedIn(market, 'ben@example.org')
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  await page.getByText('1 order waiting for pickup').waitFor()
  expect(await page.getByText('Items sold').count()).toBe(0)
  expect(await button(/Bakery/).count()).toBe(0)
  await page.getByRole('link', { name: 'Products' }).click()
  await page.getByRole('row').filter({ hasText: 'Rye loaf' }).waitFor()
  for (const name of [/New|Add product/, 'Import', 'Export', /^Edit the/, /Delete/, /Change stock/])
    expect([name, await button(name).count()]).toEqual([name, 0])
  expect(await page.getByRole('checkbox').count()).toBe(0)
  await page.goto(`${market.url}/sell/orders?order=${order.id}`)
  const sheet = page.getByRole('dialog')
  await sheet.getByText(order.pickupCode).waitFor()
  expect(await sheet.getByRole('button', { name: /Cancel/ }).count()).toBe(0)
  await sheet.getByRole('button', { name: 'Paid and handed over' }).click()
  await expect.poll(() => market.core.market.orders.get(order.id)?.status).toBe('fulfilled')
  await page.goto(`${market.url}/sell/settings`)
  await page.getByText('You work here as: Counter.').waitFor()
  expect(await page.getByLabel('Shop name').isDisabled()).toBe(true)
  expect(await page.getByRole('link', { name: 'People who work here' }).count()).toBe(0)
})

test('[staff] another role changes an open page at once', async () => {
  const market = await startBrowserMarket()
  const owner = await inviteSeller(market, amara, 'Bakery')
  await list(await joinShopOf(market, owner), { name: 'Rye loaf' })
  await hire(market, owner, 'ben@example.org', 'reader')
  const [page, reading] = [await signedIn(market, amara), await signedIn(market, 'ben@example.org')]
  await reading.getByRole('link', { name: 'Products' }).click()
  await reading.getByRole('row').filter({ hasText: 'Rye loaf' }).waitFor()
  const create = reading.getByRole('button', { name: /^(New|Add) product$/ })
  expect(await create.count()).toBe(0)
  await page.goto(`${market.url}/sell/staff`)
  await page.getByLabel('Role of ben@example.org').selectOption('manager')
  await create.waitFor()
  await reading.getByRole('link', { name: 'Settings' }).click()
  await reading.getByLabel('Pickup details').fill('By the door')
  expect(await reading.getByLabel('Shop name').isDisabled()).toBe(true)
  await reading.getByRole('button', { name: 'Save' }).click()
  await expect.poll(() => market.core.market.shops.get(2)?.pickupNote).toBe('By the door')
})

test('[a11y] the page of people and an invitation are accessible, in light and dark', async () => {
  const market = await startBrowserMarket()
  const owner = await inviteSeller(market, amara, 'Bakery')
  await hire(market, owner, 'ben@example.org', 'counter')
  const page = await signedIn(market, amara, { device: 'phone' })
  await page.goto(`${market.url}/sell/staff`)
  await page.getByRole('button', { name: 'Invite someone' }).click()
  expect(await violationsOn(page, wcagTags)).toEqual([])
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Create link' }).click()
  const link = await sheet.getByLabel('Link').inputValue()
  await sheet.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { name: 'Open invitations' }).waitFor()
  expect(await violationsOn(page, wcagTags)).toEqual([])
  const other = await (await openContext(await startBrowser(), { device: 'phone' })).newPage()
  await other.goto(link)
  await other.getByRole('heading', { name: 'Work at Bakery' }).waitFor()
  expect(await violationsOn(other, wcagTags)).toEqual([])
})
