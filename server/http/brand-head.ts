import { brandCss } from '../../shared/brand-css.ts'
import type { BrandStore } from '../brand/brand-store.ts'
import { pathsOf } from './manifest.ts'

/** What a market's brand adds to the head of each page. */
export interface BrandHead {
  name: string
  /** The brand, for the page's scripts; null while the operator has set nothing. */
  json: string | null
  /** Replaces the tokens of the app's own styles; null without a colour. */
  css: string | null
  icon: { path: string; type: string }
  touchIcon: string
  /** For previews of pages without a picture of their own: a path; null without a brand. */
  picture: string | null
}

export function brandHeadOf({ name, isSet, current, settings: { icons } }: BrandStore): BrandHead {
  const { small, large } = pathsOf(icons)
  return {
    name,
    json: isSet ? JSON.stringify(current) : null,
    css: current.colors && brandCss(current.colors),
    icon: icons ? { path: small, type: 'image/png' } : { path: '/icon.svg', type: 'image/svg+xml' },
    touchIcon: small,
    picture: icons && large,
  }
}
