import { clampChroma, converter, formatHex, wcagContrast } from 'culori'
import type { AccentColors, BrandColors } from '../../shared/protocol/brand-messages.ts'

/** The grounds and the ink of `web/ui/tokens.css`, which a test compares. */
export const grounds = {
  light: { all: ['#fbf8f3', '#ffffff', '#f2ece2'], ink: '#211c16' },
  dark: { all: ['#15120e', '#1f1b16', '#2a251e'], ink: '#f5efe6' },
} as const

/** WCAG 2.2 AA for text. */
const contrastMin = 4.5
/** A little more, since a rounded colour may be a little less. */
const contrastWanted = contrastMin + 0.05
const lightnessStep = 0.005

const toOklch = converter('oklch')

/**
 * The accents of a brand's colour, for light and dark. The colour itself is used where it can be read as text on every
 * ground; else it is made darker or lighter, with its hue, until it can.
 */
export function paletteOf(color: string): BrandColors {
  const { l = 0, c = 0, h = 0 } = toOklch(color) ?? {}
  /** The brand's hue with another lightness, and at most this chroma. */
  const shade = (lightness: number, chromaMax = c): string =>
    formatHex(clampChroma({ mode: 'oklch', l: lightness, c: Math.min(c, chromaMax), h }, 'oklch'))
  return { light: lightOf(shade, l), dark: darkOf(shade, l) }
}

type Shade = (lightness: number, chromaMax?: number) => string

function lightOf(shade: Shade, l: number): AccentColors {
  const accentTint = shade(0.94, 0.03)
  const at = darken(shade, Math.min(l, 0.7), [...grounds.light.all, accentTint])
  return {
    accent: shade(at),
    onAccent: '#ffffff',
    accentHover: shade(Math.max(0, at - 0.07)),
    accentTint,
    changed: shade(0.88, 0.07),
  }
}

function darkOf(shade: Shade, l: number): AccentColors {
  const accentTint = shade(0.28, 0.05)
  const at = lighten(shade, Math.max(l, 0.72), [...grounds.dark.all, accentTint])
  return {
    accent: shade(at),
    onAccent: shade(0.18, 0.05),
    accentHover: shade(Math.min(1, at + 0.06)),
    accentTint,
    changed: shade(0.4, 0.09),
  }
}

const isReadable = (color: string, on: readonly string[]): boolean =>
  on.every((ground) => wcagContrast(color, ground) >= contrastWanted)

function darken(shade: Shade, from: number, on: readonly string[]): number {
  let lightness = from
  while (lightness > 0 && !isReadable(shade(lightness), on)) lightness -= lightnessStep
  return Math.max(0, lightness)
}

function lighten(shade: Shade, from: number, on: readonly string[]): number {
  let lightness = from
  while (lightness < 1 && !isReadable(shade(lightness), on)) lightness += lightnessStep
  return Math.min(1, lightness)
}
