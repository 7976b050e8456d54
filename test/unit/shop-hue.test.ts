import { expect, test } from 'vitest'
import { hueIn } from '../../web/ui/shop-hue.ts'

/** A shop's own colour gives its tickets their hue. */

test.for([
  ['#ff0000', 29],
  ['#00ff00', 142],
  ['#0000ff', 264],
] as const)('[receipt] the hue of %s in OKLCH is %d', ([color, hue]) => {
  expect(Math.abs(hueIn(color) - hue)).toBeLessThan(1.5)
})
