/**
 * Randomness that a seed repeats: for the demo market, the crowd and tests; never for secrets. The same seed always
 * draws the same (mulberry32: 32 bits of state, good enough here).
 */
export function seededRandom(seed: number) {
  let state = seed >>> 0

  /** A number from 0 up to, but not including, 1. */
  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  return {
    fraction,
    /** A whole number from `min` to `max`, both included. */
    integer: (min: number, max: number): number => min + Math.floor(fraction() * (max - min + 1)),
    /** True in `share` of all cases. */
    chance: (share: number): boolean => fraction() < share,
    /** One of `things`, each as likely as its weight; equally likely without weights. Throws a RangeError on none. */
    pick<Thing>(things: readonly Thing[], weightOf: (thing: Thing) => number = () => 1): Thing {
      if (things.length === 0) throw new RangeError('there is nothing to pick from')
      const total = things.reduce((sum, thing) => sum + weightOf(thing), 0)
      let left = fraction() * total
      const found = things.findIndex((thing) => {
        left -= weightOf(thing)
        return left < 0
      })
      // If rounding leaves a little over, it is -1, which is the last.
      return things.at(found)!
    },
  }
}

export type SeededRandom = ReturnType<typeof seededRandom>
