import type { Page } from 'playwright-core'
import { markReady } from './ready-orders.ts'

/** What a buyer does until a state is reached. */

export interface Stage {
  page: Page
  /** Ends the page's connection, and lets none be made. */
  cut: () => void
}

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first()
export const dialog = (page: Page) => page.getByRole('dialog')

export async function openSheet({ page }: Stage): Promise<void> {
  await button(page, /^Buy /).click()
  await dialog(page)
    .getByRole('button', { name: /^Reserve/ })
    .waitFor()
}

export async function buy(stage: Stage): Promise<void> {
  await openSheet(stage)
  await dialog(stage.page).getByLabel('Pickup name').fill('Mina')
  await dialog(stage.page)
    .getByRole('button', { name: /^Reserve/ })
    .click()
  await stage.page.getByRole('heading', { name: 'You got it' }).waitFor()
}

/** The product of which there is one left in the demo. */
export async function buyLast(stage: Stage): Promise<void> {
  const { page } = stage
  await page.getByRole('article').filter({ hasText: '1 left' }).first().getByRole('button').first().click()
  await dialog(page)
    .getByRole('button', { name: /^Reserve/ })
    .click()
  await page.getByText('You got the last one!').waitFor()
}

/** For the next picture: somebody else can buy it again. */
export async function returnLast({ page }: Stage): Promise<void> {
  await dialog(page).getByRole('link', { name: 'My orders' }).click()
  await page.getByRole('link', { name: /1 ×/ }).first().click()
  await button(page, 'Cancel order').click()
  await page
    .getByRole('region', { name: 'Cancel this order?' })
    .getByRole('button', { name: 'Cancel order' })
    .click()
  await page.getByText('You cancelled this order.').waitFor()
}

/** The time of the pickup is asked for, as the shop does not say when. */
export async function toCalendar(stage: Stage): Promise<void> {
  await toReceipt(stage)
  await button(stage.page, 'Add to calendar').click()
}

export async function toMyOrders(stage: Stage): Promise<void> {
  await buy(stage)
  await dialog(stage.page).getByRole('button', { name: 'Done' }).click()
  await stage.page.getByRole('link', { name: /My orders/ }).click()
  await stage.page.getByRole('heading', { name: 'Current orders' }).waitFor()
}

export async function toReceipt(stage: Stage): Promise<void> {
  await toMyOrders(stage)
  await stage.page.getByRole('link', { name: /1 ×/ }).first().click()
  await button(stage.page, 'Cancel order').waitFor()
}

/** The market, where a notice says that an order is ready. */
export async function toNotice(stage: Stage): Promise<void> {
  await buy(stage)
  const { page } = stage
  const code = await dialog(page)
    .getByText(/^[23456789CFGHJMPQRVWX]{6}$/)
    .textContent()
  await button(page, 'Done').click()
  const sellers = await page.context().browser()!.newContext()
  await markReady(await sellers.newPage(), new URL(page.url()).origin, `code=${code}`)
  await sellers.close()
  await page.getByRole('link', { name: 'Show your ticket' }).waitFor()
}

/** The receipt of an order that its seller has just marked as ready. */
export async function toReadyReceipt(stage: Stage): Promise<void> {
  await toReceipt(stage)
  const { page } = stage
  const code = await page.getByText(/^[23456789CFGHJMPQRVWX]{6}$/).textContent()
  const sellers = await page.context().browser()!.newContext()
  await markReady(await sellers.newPage(), new URL(page.url()).origin, `code=${code}`)
  await sellers.close()
  await page.getByText('Ready for pickup').waitFor()
}

export async function chooseBadly({ page }: Stage): Promise<void> {
  await page.getByLabel('Email').fill('nika')
  await page.getByLabel('Password', { exact: true }).fill('password123')
  await button(page, 'Create account').click()
}
