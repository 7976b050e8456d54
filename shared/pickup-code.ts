/** No vowels and no characters that look alike, so that codes are easy to read out and type. */
const alphabet = '23456789CFGHJMPQRVWX'
const codeLength = 6

/** How many codes exist. Each has a number below this. */
export const pickupCodeCount = alphabet.length ** codeLength

/** Pairs of characters by their number: a code is three of them. */
const pairs = Array.from(alphabet, (first) => Array.from(alphabet, (second) => second + first)).flat()

export function pickupCodeFrom(number: number): string {
  const size = pairs.length
  const high = Math.floor(number / size)
  return `${pairs[number % size]}${pairs[high % size]}${pairs[Math.floor(high / size)]}`
}

/** By character code; -1 for characters outside the alphabet. */
const digitOf = new Int8Array(65_536).fill(-1)
for (const [digit, character] of Array.from(alphabet).entries()) digitOf[character.charCodeAt(0)] = digit

/** NaN for a text that is not a code. */
export function pickupCodeNumber(code: string): number {
  if (code.length !== codeLength) return Number.NaN
  let number = 0
  for (let index = codeLength - 1; index >= 0; index -= 1) {
    const digit = digitOf[code.charCodeAt(index)]!
    if (digit < 0) return Number.NaN
    number = number * alphabet.length + digit
  }
  return number
}
