import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { SellersPage } from '../support/drivers/sellers-page.ts'

afterEach(leaveNothing)

/** Loses the answers to imports while `lost` is set, and lets the requests through; returns the ids that were sent. */
async function loseAnswers(page: Page, lost: { is: boolean }): Promise<string[]> {
  const ids: string[] = []
  await page.route(/\/api\/import\?shopId=/, async (route) => {
    ids.push((route.request().postDataJSON() as { id: string }).id)
    const response = await route.fetch()
    if (lost.is) await route.abort('connectionreset')
    else await route.fulfill({ response })
  })
  return ids
}

async function choose(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const file = { name: 'week.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file)
}

test('[G5] an import whose answers are lost is applied once, even if the page is reloaded meanwhile', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const other = await joinSeller(market)
  const bread = await list(other, { name: 'Bread', stock: 5 })
  const { page, sheet } = await SellersPage.open(browser, market, { path: '/sell/products' })
  const lost = { is: true }
  const ids = await loseAnswers(page, lost)
  await choose(page, `productId,name,price,restock\n${bread.id},Bread,6.20,10\n,Cake,5,\n`)
  await sheet.getByRole('button', { name: 'Import all' }).click()
  await sheet.getByText('Not confirmed yet').waitFor()
  await page.reload()
  await sheet.getByText('Importing week.csv…').waitFor()
  await sheet.getByText('Not confirmed yet').waitFor()
  lost.is = false
  await sheet.getByText('Done: 1 new, 1 changed').waitFor()
  expect(ids.length).toBeGreaterThan(2)
  expect(new Set(ids).size).toBe(1)
  expect([...other.view!.products.values()].map(({ name, stock }) => [name, stock])).toEqual([
    ['Bread', 15],
    ['Cake', 0],
  ])
  await page.reload()
  await page.getByRole('row', { name: /Cake/ }).waitFor()
  expect(await sheet.count()).toBe(0)
})

test('[G9] an import resumes where its sheet was closed, and one of another market does not', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const other = await joinSeller(market)
  await list(other, { name: 'Bread' })
  const { page, sheet } = await SellersPage.open(browser, market, { path: '/sell/products' })
  const lost = { is: true }
  await loseAnswers(page, lost)
  await choose(page, 'name,price\nCake,5\n')
  await sheet.getByRole('button', { name: 'Import all' }).click()
  await sheet.getByText('Not confirmed yet').waitFor()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'hidden' })
  lost.is = false
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await sheet.getByText('Done: 1 new, 0 changed').waitFor()
  expect(other.view!.products.size).toBe(2)
  const pending = { id: '3b2f6a0e-5a0f-4f3c-8a53-26a1f0f3f010', token: 'x.1.0', name: 'other.csv' }
  const keys = ['another-epoch:operator', `${other.view!.epoch}:shop 2`].map(
    (owner) => `souk:import:${owner}:1`,
  )
  await page.evaluate(
    ([first, second, text]) => {
      for (const key of [first, second]) localStorage.setItem(key!, text!)
    },
    [...keys, JSON.stringify(pending)],
  )
  await page.reload()
  await page.getByRole('row', { name: /Cake/ }).waitFor()
  expect(await sheet.count()).toBe(0)
})

test('[csv] for an export in which only stock was changed the page says what to do instead', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const bread = await list(await joinSeller(market), { name: 'Bread', stock: 20 })
  const { page, sheet } = await SellersPage.open(browser, market, { path: '/sell/products' })
  await choose(page, `productId,name,stock,weight\n${bread.id},Bread,15,B-1\n`)
  await sheet.getByText('Nothing to update.').waitFor()
  await sheet.getByText('2 cells or columns were ignored.').waitFor()
  await sheet.getByText('write -5 into restock').waitFor()
  await sheet.getByText('ignored: weight').waitFor()
})
