import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

export type ColorScheme = 'light' | 'dark'

/** What depends on colours; a page is built the same in both schemes, so that all other rules look at it in one. */
const colorRules = ['color-contrast', 'link-in-text-block']

/** Looks for what keeps people from using a page; at all rules with these tags, or at all there are. */
export function axe(page: Page, colorScheme: ColorScheme, tags?: string[]): AxeBuilder {
  const builder = new AxeBuilder({ page })
  if (colorScheme === 'dark') return builder.withRules(colorRules)
  return tags ? builder.withTags(tags) : builder
}
