import type { CapacityReport } from '../../shared/protocol/operator-messages.ts'
import { boardScreens } from '../support/builders/screens.ts'
import {
  button,
  buy,
  buyLast,
  chooseBadly,
  dialog,
  openSheet,
  returnLast,
  type Stage,
  toCalendar,
  toMyOrders,
  toNotice,
  toReadyReceipt,
  toReceipt,
} from './buyer-acts.ts'
import type { MarketKind } from './markets.ts'
import { markReady } from './ready-orders.ts'
import { closeUntil, openMore } from './seller-acts.ts'

/** Every app in every state that it can be seen in: how to come there, from a page that was just opened. */

export type App = 'storefront' | 'seller' | 'board' | 'account'

export interface State {
  app: App
  name: string
  path: string
  market: MarketKind
  /** The only screen that it is seen on, in CSS px; a phone's and a desktop's when absent. */
  size?: { width: number; height: number }
  /** What is done there until the state is reached. */
  act?: (stage: Stage) => Promise<void>
  /** What is done after each picture, so that the next one finds the market as this one did. */
  undo?: (stage: Stage) => Promise<void>
}

/** Marks an order as ready, the house shop's where `search` says so; the page stays at it. */
const markOneReady =
  (search = '') =>
  ({ page }: Stage): Promise<void> =>
    markReady(page, new URL(page.url()).origin, `status=placed${search}`)

async function toReadyOrders(stage: Stage): Promise<void> {
  await markOneReady()(stage)
  await stage.page.goto(new URL('/sell/orders', stage.page.url()).href)
  await stage.page.getByText('Ready for pickup').first().waitFor()
}

async function toBoardWithCodes(stage: Stage): Promise<void> {
  await markOneReady('&shop=1')(stage)
  await stage.page.goto(new URL('/board?shop=1', stage.page.url()).href)
  await stage.page.getByText('Ready for pickup').waitFor({ state: 'attached' })
}

/** Waits until the page shows that there is no connection. */
async function goOffline({ page, cut }: Stage): Promise<void> {
  await page.getByRole('status').first().waitFor({ state: 'attached' })
  cut()
  await page
    .getByText(/Prices and stock may be out of date|RECONNECTING/)
    .first()
    .waitFor()
}

/** With an invitation that nobody used yet. */
async function inviteSomebody({ page }: Stage): Promise<void> {
  await button(page, 'Invite someone').click()
  await dialog(page)
    .getByLabel(/^Their email/)
    .fill('ben@example.org')
  await button(page, 'Create link').click()
  await button(page, 'Done').click()
}

const press = (name: string | RegExp) => (stage: Stage) => button(stage.page, name).click()

/** On a phone the price is edited on the product's page, and the name in its row. */
async function typeWrongly({ page }: Stage): Promise<void> {
  await page.getByRole('row').nth(1).hover()
  await page
    .getByRole('button', { name: /^Edit the (price|name)/ })
    .filter({ visible: true })
    .first()
    .click()
  await page.getByRole('textbox', { name: /^Edit the/ }).fill('')
}

async function showDeleted({ page }: Stage): Promise<void> {
  if (await button(page, /^Delete /).isHidden()) await page.getByRole('row').nth(2).getByRole('link').click()
  await button(page, /^Delete/).click()
  await button(page, /^Undo deleting/).waitFor()
}

async function openOrder({ page }: Stage): Promise<void> {
  await button(page, /^Open order/).click()
  await dialog(page)
    .getByText(/Collect|Handed over|Cancelled/)
    .first()
    .waitFor()
}

/** On a phone, checkboxes appear after a press on “Select”. */
async function selectTwo({ page }: Stage): Promise<void> {
  const asks = page.getByRole('button', { name: 'Select' })
  if (await asks.isVisible()) await asks.click()
  const boxes = page.getByRole('checkbox', { name: /^Select (?!all)/ })
  await boxes.nth(0).check()
  await boxes.nth(1).check()
}

const productsFile = (text: string) => ({
  name: 'products.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
})

const importing =
  (text: string) =>
  async ({ page }: Stage) => {
    await button(page, 'Import').click()
    await page.locator('input[type=file]').setInputFiles(productsFile(text))
    await button(page, 'Another file').waitFor()
  }

async function chooseColor({ page }: Stage): Promise<void> {
  await page.getByRole('textbox', { name: 'Colour', exact: true }).fill('#1b4f9c')
  await page.getByText(/^Dark: /).waitFor()
}

async function find({ page }: Stage): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages of your shop' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /^Search or jump/ }).fill('lo')
}

async function makeLink({ page }: Stage): Promise<void> {
  await button(page, 'Invite a seller').click()
  await button(page, 'Create link').click()
  await page.getByLabel('Link', { exact: true }).waitFor()
}

/** A seller's link, made by the operator whose browser it is. */
async function openInvitation({ page }: Stage): Promise<void> {
  const { origin } = new URL(page.url())
  const made = await page.request.post(`${origin}/api/invites`, { data: { shopName: 'Nika’s' } })
  const { url } = (await made.json()) as { url: string }
  await page.goto('about:blank')
  await page.goto(origin + url)
  await page.getByRole('heading', { name: 'Open your shop' }).waitFor()
}

async function cancelOrder({ page }: Stage): Promise<void> {
  await page.getByRole('row').filter({ hasText: 'Waiting for pickup' }).getByRole('button').first().click()
  await dialog(page).getByRole('button', { name: 'Cancel order' }).click()
}

const storefront = (name: string, further: Partial<State> = {}): State => ({
  app: 'storefront',
  name,
  path: '/',
  market: 'demo',
  ...further,
})
const seller = (name: string, path: string, further: Partial<State> = {}): State => ({
  app: 'seller',
  name,
  path,
  market: 'demo',
  ...further,
})
const account = (name: string, path: string, further: Partial<State> = {}): State => ({
  app: 'account',
  name,
  path,
  market: 'demo',
  ...further,
})
const board = (name: string, further: Partial<State> = {}): State => ({
  app: 'board',
  name,
  path: '/board',
  market: 'demo',
  ...further,
})

export const states: readonly State[] = [
  storefront('market'),
  storefront('sheet', { act: openSheet }),
  storefront('bought', { market: 'changed', act: buy }),
  storefront('bought, the last one', { market: 'changed', act: buyLast, undo: returnLast }),
  storefront('notice', { market: 'changed', act: toNotice }),
  storefront('busy', { market: 'busy' }),
  storefront('product', { path: '/product/1' }),
  storefront('shop', { path: '/shop/house' }),
  storefront('my orders', { market: 'changed', act: toMyOrders }),
  storefront('receipt', { market: 'changed', act: toReceipt }),
  storefront('receipt, calendar', { market: 'changed', act: toCalendar }),
  storefront('receipt, ready', { market: 'changed', act: toReadyReceipt }),
  storefront('no orders', { path: '/orders' }),
  storefront('nothing found', { path: '/?q=zebra' }),
  storefront('empty', { market: 'empty' }),
  storefront('offline', { act: goOffline }),
  storefront('no such page', { path: '/no/such/page' }),
  seller('door', '/sell#token=wrong-token'),
  seller('first use', '/sell', { market: 'empty' }),
  seller('overview', '/sell'),
  seller('overview, busy', '/sell', { market: 'busy' }),
  seller('week', '/sell?range=7d'),
  seller('products', '/sell/products'),
  seller('products of one shop', '/sell/products?shop=1'),
  seller('several selected', '/sell/products', { act: selectTwo }),
  seller('import', '/sell/products', { act: press('Import') }),
  seller('import, mistakes', '/sell/products', { act: importing('name,price\nRolls,abc\n,1.00\n') }),
  seller('import, preview', '/sell/products', {
    act: importing('productId,name,price,stock,restock\n2,Spelt loaf,7.20,9,5\n,Rye rolls,0.90,40,\n'),
  }),
  seller('palette', '/sell/products', { act: find }),
  seller('a wrong field', '/sell/products', { act: typeWrongly }),
  seller('deleted', '/sell/products?shop=3', { market: 'changed', act: showDeleted }),
  seller('new product', '/sell/products', { act: press('New product') }),
  seller('stock', '/sell/products/1', { act: press('Change stock') }),
  seller('nothing found', '/sell/products?q=zebra'),
  seller('no products', '/sell/products', { market: 'empty' }),
  seller('product', '/sell/products/1', { market: 'busy' }),
  seller('orders', '/sell/orders'),
  seller('several orders', '/sell/orders?status=placed', { act: selectTwo }),
  seller('order', '/sell/orders?status=placed', { act: openOrder }),
  seller('order, ready', '/sell/orders', { market: 'changed', act: markOneReady() }),
  seller('orders, ready', '/sell/orders', { market: 'changed', act: toReadyOrders }),
  seller('cancel', '/sell/orders', { act: cancelOrder }),
  seller('no orders', '/sell/orders', { market: 'empty' }),
  seller('settings', '/sell/settings?shop=1'),
  seller('people', '/sell/staff?shop=1', { act: inviteSomebody }),
  seller('inviting', '/sell/staff?shop=1', { act: press('Invite someone') }),
  seller('shops', '/sell/shops'),
  seller('a link', '/sell/shops', { act: makeLink }),
  seller('shops with all bounds', '/sell/shops', { act: showBounds }),
  seller('shops when a bound is near', '/sell/shops', { act: (stage) => fillTo(stage, 0.86) }),
  seller('shops when bounds are full', '/sell/shops', { act: (stage) => fillTo(stage, 1) }),
  seller('deleting a shop’s products', '/sell/shops', {
    act: async ({ page }) =>
      page
        .getByRole('button', { name: /^Delete all products of/ })
        .first()
        .click(),
  }),
  seller('pausing the shop', '/sell?shop=1', { act: press(/Change$/) }),
  seller('pausing shops', '/sell', { act: press(/\d open$/) }),
  seller('closing until', '/sell?shop=1', { act: closeUntil }),
  seller('more', '/sell/orders', { act: openMore }),
  seller('look', '/sell/look', { act: chooseColor }),
  seller('sign', '/sell/sign?shop=1'),
  seller('offline', '/sell/orders', { act: goOffline }),
  account('sign in', '/sign-in'),
  account('sign up', '/sign-up', { act: chooseBadly }),
  account('guest', '/account'),
  account('deleting data', '/account', { act: press('Delete my data') }),
  account('dead link', '/invite#nothing'),
  seller('invitation', '/sell', { act: openInvitation }),
  board('calm'),
  board('busy', { market: 'busy' }),
  ...boardScreens.map(({ width, height }) =>
    board(`busy, ${width} × ${height}`, { market: 'busy', size: { width, height } }),
  ),
  board('one shop', { path: '/board?shop=1', market: 'busy' }),
  board('one shop, ready', { market: 'changed', act: toBoardWithCodes }),
  board('light', { path: '/board?theme=light' }),
  board('empty', { market: 'empty' }),
  board('no such shop', { path: '/board?shop=nowhere' }),
  board('reconnecting', { act: goOffline }),
]

async function showBounds({ page }: Stage): Promise<void> {
  await page.getByText(/^Show all/).click()
  await page.getByText(/^Show all/).scrollIntoViewIfNeeded()
}

/** The page of a market whose disk, and nearly whose orders, are as full as that. */
async function fillTo({ page }: Stage, ratio: number): Promise<void> {
  await page.route('**/api/capacity', async (route) => {
    const response = await route.fetch()
    const report = (await response.json()) as CapacityReport
    for (const use of report.bounds) {
      if (use.name === 'disk') use.used = use.max * ratio
      if (use.name === 'orders') use.used = Math.floor(use.max * ratio * 0.97)
    }
    await route.fulfill({ response, json: report })
  })
  await page.reload()
  await page.getByRole('heading', { name: 'Capacity' }).waitFor()
}
