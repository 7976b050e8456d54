import type { Page } from 'playwright-core'
import { operatorToken } from './markets.ts'

/** Marks the order as ready that the seller's page opens by `search`; else the first that it lists. */
export async function markReady(page: Page, origin: string, search: string): Promise<void> {
  await page.goto(`${origin}/sell/orders?${search}#token=${operatorToken}`)
  const sheet = page.getByRole('dialog')
  if (!search.startsWith('code='))
    await page
      .getByRole('button', { name: /^Open order/ })
      .first()
      .click()
  await sheet.getByRole('button', { name: 'Ready for pickup' }).click()
  await sheet.getByRole('button', { name: 'Ready for pickup' }).waitFor({ state: 'detached' })
}
