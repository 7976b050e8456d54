/** UUIDs as four 32-bit words: an order's id is kept for ever, and a text takes four times the memory. */

/** By character code; -1 for what is not a digit, or is in upper case and would not round-trip. */
const digitOfCode = new Int8Array(65_536).fill(-1)
for (const [digit, sign] of Array.from('0123456789abcdef').entries()) digitOfCode[sign.charCodeAt(0)] = digit

const codeOfDigit = Uint8Array.from('0123456789abcdef', (sign) => sign.charCodeAt(0))
const hyphen = '-'.charCodeAt(0)
const length = 36

/** Writes an id's words into `words`. False, with `words` unspecified, if it is no lower-case UUID. */
export function readUuid(id: string, words: Uint32Array): boolean {
  if (id.length !== length) return false
  const hyphens =
    (id.charCodeAt(8) ^ hyphen) |
    (id.charCodeAt(13) ^ hyphen) |
    (id.charCodeAt(18) ^ hyphen) |
    (id.charCodeAt(23) ^ hyphen)
  const one = fourDigits(id, 0)
  const two = fourDigits(id, 4)
  const three = fourDigits(id, 9)
  const four = fourDigits(id, 14)
  const five = fourDigits(id, 19)
  const six = fourDigits(id, 24)
  const seven = fourDigits(id, 28)
  const eight = fourDigits(id, 32)
  words[0] = (one << 16) | two
  words[1] = (three << 16) | four
  words[2] = (five << 16) | six
  words[3] = (seven << 16) | eight
  return hyphens === 0 && (one | two | three | four | five | six | seven | eight) >= 0
}

/** The number that the digits form; negative if one is not a digit. */
function fourDigits(text: string, at: number): number {
  const one = digitOfCode[text.charCodeAt(at)]!
  const two = digitOfCode[text.charCodeAt(at + 1)]!
  const three = digitOfCode[text.charCodeAt(at + 2)]!
  const four = digitOfCode[text.charCodeAt(at + 3)]!
  return (one << 12) | (two << 8) | (three << 4) | four
}

const text = Buffer.alloc(length, hyphen)

/** The UUID of the four words that begin at an offset. */
export function uuidOf(words: Uint32Array, at = 0): string {
  for (let word = 0; word < 4; word += 1) {
    writeDigits(words[at + word]! >>> 16, placesOfDigits[2 * word]!)
    writeDigits(words[at + word]!, placesOfDigits[2 * word + 1]!)
  }
  return text.toString('latin1')
}

/** The offsets of the groups of four digits. */
const placesOfDigits = [0, 4, 9, 14, 19, 24, 28, 32] as const

function writeDigits(word: number, at: number): void {
  text[at] = codeOfDigit[(word >>> 12) & 15]!
  text[at + 1] = codeOfDigit[(word >>> 8) & 15]!
  text[at + 2] = codeOfDigit[(word >>> 4) & 15]!
  text[at + 3] = codeOfDigit[word & 15]!
}
