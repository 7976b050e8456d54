import type { CSSProperties } from 'react'

/** The hue of a shop's covers and tickets: its own colour's, or a step of the golden angle, so that shops differ. */
function hueOf(shopId: number, color: string | null): number {
  return Math.round(color ? hueIn(color) : (shopId * 137.508 + 20) % 360)
}

/** The hue of `#rrggbb` in OKLCH. Lightness and chroma come from the tokens, so that text stays readable on any colour. */
export function hueIn(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
  return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360
}

/** Sets `--hue` for an element and its content. */
export const shopHue = (shopId: number, color: string | null = null): CSSProperties =>
  ({ '--hue': hueOf(shopId, color) }) as CSSProperties
