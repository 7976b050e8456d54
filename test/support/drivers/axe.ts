import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { settled } from './settled.ts'

export const colorSchemes = ['light', 'dark'] as const
export type ColorScheme = (typeof colorSchemes)[number]

export type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number]

/** The rules that pages keep, in every state. */
export const wcagTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What depends on colours; a page is built the same in both schemes, so that all other rules look at it in one. */
const colorRules = ['color-contrast', 'link-in-text-block']

/**
 * What keeps people from using a page that follows the reader's colour scheme, in both schemes; by all rules with these
 * tags, or by all there are.
 */
export async function violationsOn(page: Page, tags?: string[]): Promise<Violation[]> {
  const found: Violation[] = []
  for (const colorScheme of colorSchemes) {
    await page.emulateMedia({ colorScheme })
    found.push(...(await violationsIn(page, colorScheme, tags)))
  }
  return found
}

/** The same on a page in this colour scheme alone. */
export async function violationsIn(
  page: Page,
  colorScheme: ColorScheme,
  tags?: string[],
): Promise<Violation[]> {
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' })
  await settled(page)
  // Without frames of other origins its results are the same, and it opens no page for each look.
  const builder = new AxeBuilder({ page }).setLegacyMode(true)
  if (colorScheme === 'dark') builder.withRules(colorRules)
  else if (tags) builder.withTags(tags)
  return (await builder.analyze()).violations
}
