import type { Stage } from './buyer-acts.ts'

/** What a seller does before a picture is taken. */

export async function closeUntil({ page }: Stage): Promise<void> {
  await page.getByRole('button', { name: /Change$/ }).click()
  await page.getByRole('menuitem', { name: 'Close until…' }).click()
  await page.getByLabel(/^Opens again/).waitFor()
}

/** On a phone. */
export async function openMore({ page }: Stage): Promise<void> {
  const more = page.getByRole('button', { name: 'More' })
  if (await more.isVisible()) await more.click()
}
