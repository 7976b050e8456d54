import { readFileSync } from 'node:fs'
import { wcagContrast } from 'culori'
import { expect, test } from 'vitest'
import { grounds, paletteOf } from '../../server/brand/palette.ts'
import { seededRandom } from '../../shared/seeded-random.ts'

/** WCAG 2.2 AA for text. */
const contrastMin = 4.5

const hex = (number: number): string => `#${number.toString(16).padStart(6, '0')}`

test('[brand] of whatever colour, accents are readable on each ground, and so is what stands on them', () => {
  const random = seededRandom(7)
  const colors = ['#000000', '#ffffff', '#ffff00', '#00ff00', '#0000ff', '#ff00ff', '#808080', '#a93f12']
  for (let count = 0; count < 300; count += 1) colors.push(hex(random.integer(0, 0xffffff)))
  for (const color of colors) {
    const palette = paletteOf(color)
    for (const scheme of ['light', 'dark'] as const) {
      const { accent, onAccent, accentHover, accentTint, changed } = palette[scheme]
      const { all, ink } = grounds[scheme]
      const pairs: [string, string][] = [
        ...all.map((ground): [string, string] => [accent, ground]),
        [accent, accentTint],
        [onAccent, accent],
        [onAccent, accentHover],
        [ink, changed],
        [ink, accentTint],
      ]
      for (const [one, other] of pairs)
        expect(wcagContrast(one, other), `${color}, ${scheme}: ${one} on ${other}`).toBeGreaterThanOrEqual(
          contrastMin,
        )
    }
  }
})

test('[brand] a colour that can be read is used as it is', () => {
  expect(paletteOf('#a93f12').light.accent).toBe('#a93f12')
  expect(paletteOf('#1b4f9c').light.accent).toBe('#1b4f9c')
  expect(paletteOf('#ffd400').light.accent).not.toBe('#ffd400')
  expect(paletteOf('#ffd400').dark.accent).toBe('#ffd400')
})

test('[brand] the grounds that colours are checked on are those of the styles', () => {
  const styles = readFileSync(new URL('../../web/ui/tokens.css', import.meta.url), 'utf8')
  const [light = '', dark = ''] = styles.split('@media screen')
  const tokens = (part: string) =>
    ['ground', 'card', 'sunk', 'ink'].map((name) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(part)?.[1])
  expect(tokens(light)).toEqual([...grounds.light.all, grounds.light.ink])
  expect(tokens(dark)).toEqual([...grounds.dark.all, grounds.dark.ink])
})
