import type { CSSProperties } from 'react'

/** The hue of a shop's covers and tickets. Steps of the golden angle, so that consecutive shops get distinct colours. */
const hueOf = (shopId: number): number => Math.round((shopId * 137.508 + 20) % 360)

/** Sets `--hue` for an element and its content. */
export const shopHue = (shopId: number): CSSProperties => ({ '--hue': hueOf(shopId) }) as CSSProperties
