/** No vowels and nothing that looks like something else: read aloud and typed without mistakes. */
const alphabet = '23456789CFGHJMPQRVWX'
/** How many signs a code has. */
const codeLength = 6
const codes = alphabet.length ** codeLength

/** Pairs of signs by their number: a code is three of them. */
const pairs = Array.from(alphabet, (first) => Array.from(alphabet, (second) => second + first)).flat()

/**
 * The first code from `random` on that no unfulfilled order of the shop has. There are 64 million codes and
 * at most 5 million orders, so a free one is near.
 */
export function freePickupCode(
  { pickupCodes }: { pickupCodes: { has(key: number): boolean } },
  shopId: number,
  random: number,
): string {
  for (let number = random % codes; ; number = (number + 1) % codes) {
    if (!pickupCodes.has(keyOf(shopId, number))) return codeOf(number)
  }
}

/** What a shop's order of this code is found by: a number, which a table holds in less than a text. */
export const pickupKey = (shopId: number, code: string): number => keyOf(shopId, numberOf(code))

export const keyOf = (shopId: number, number: number): number => shopId * codes + number

/** The code of a number below 20^6. */
export function codeOf(number: number): string {
  const size = pairs.length
  const high = Math.floor(number / size)
  return `${pairs[number % size]}${pairs[high % size]}${pairs[Math.floor(high / size)]}`
}

/** By a sign's code; -1 for what is none of the alphabet's. */
const digitOfCode = new Int8Array(65_536).fill(-1)
for (const [digit, sign] of Array.from(alphabet).entries()) digitOfCode[sign.charCodeAt(0)] = digit

/** NaN, which is no code's number, for what is no code. */
export function numberOf(code: string): number {
  if (code.length !== codeLength) return Number.NaN
  let number = 0
  for (let place = codeLength - 1; place >= 0; place -= 1) {
    const digit = digitOfCode[code.charCodeAt(place)]!
    if (digit < 0) return Number.NaN
    number = number * alphabet.length + digit
  }
  return number
}
