import { z } from 'zod/mini'
import { line, lines } from './text.ts'

/** How a market looks: what its operator sets, and what everybody is told. */

/** How the products are listed. */
export const layouts = ['rows', 'gallery'] as const
/** How prices are written: €12.00 or CA$12.00, $12.00 for any dollar, EUR 12.00. */
export const currencyDisplays = ['symbol', 'narrowSymbol', 'code'] as const
export const legalPages = ['imprint', 'privacy', 'terms'] as const
export type LegalPage = (typeof legalPages)[number]

export const brandLimits = {
  nameCodePointsMax: 40,
  legalCodePointsMax: 20_000,
  languagesMax: 16,
  /** Of a logo, in px. */
  logoSideMax: 1_024,
  /** Of icons, in px. */
  iconSides: { small: 192, large: 512, maskable: 512 },
} as const

const marketName = line(1, brandLimits.nameCodePointsMax)
const color = z.string().check(z.regex(/^#[0-9a-f]{6}$/, 'must be a colour like #a93f12'))
const picture = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'must be the hash of a picture'))
const languages = z
  .array(z.string().check(z.regex(/^[a-z]{2,3}$/, 'must be a language like "en"')))
  .check(z.maxLength(brandLimits.languagesMax))

/** The hashes of PNG pictures that were uploaded before: two squares, and one whose edge may be cut off. */
export const brandIcons = z.object({ small: picture, large: picture, maskable: picture })

/** What the operator sets. Null is as the environment has it, or the default. */
export const brandSettings = z.object({
  name: z.nullable(marketName),
  color: z.nullable(color),
  logo: z.nullable(picture),
  icons: z.nullable(brandIcons),
  /** Which languages buyers may choose; empty for all. */
  languages,
  layout: z.enum(layouts),
  currencyDisplay: z.enum(currencyDisplays),
})
export type BrandSettings = z.infer<typeof brandSettings>

/** A legal page's text, with headings (#), lists (-), **bold** and links; empty for no such page. */
export const legalUpdate = z.object({ text: lines(brandLimits.legalCodePointsMax) })

/** Colours of one scheme that are made of the brand's, and keep the contrast of WCAG 2.2 AA. */
export const accentColors = z.object({
  accent: color,
  onAccent: color,
  accentHover: color,
  accentTint: color,
  changed: color,
})
export type AccentColors = z.infer<typeof accentColors>

export const brand = z.object({
  /** The market's name. */
  name: z.string(),
  logo: z.nullable(picture),
  color: z.nullable(color),
  /** Null for the app's own colours. */
  colors: z.nullable(z.object({ light: accentColors, dark: accentColors })),
  /** Empty for all that the client has. */
  languages,
  layout: z.enum(layouts),
  currencyDisplay: z.enum(currencyDisplays),
  /** The pages that have a text. */
  legal: z.array(z.enum(legalPages)),
})
/** What everybody is told of a market's brand. */
export type Brand = z.infer<typeof brand>
export type BrandColors = NonNullable<Brand['colors']>

/** The reply of `GET /api/brand/settings`, for the operator. */
export interface BrandReport {
  settings: BrandSettings
  /** The name when `settings` has none: the environment's. */
  ownName: string
  legal: Record<LegalPage, string>
}
