import { crc32 } from 'node:zlib'

/**
 * JSON that ends with its own checksum: `{…,"sum":"1a2b3c4d"}`. The sum is the CRC-32 of all bytes before its own digits;
 * it may continue the sum of other bytes (zlib's start value), which chains the two.
 */
export const sumKey = ',"sum":"'
/** `1a2b3c4d"}`: what the sum does not cover. */
const uncoveredBytes = 10
/** `,"sum":"1a2b3c4d"}` */
export const sumTailBytes = sumKey.length + uncoveredBytes
/** The same with zeros, for {@link setSum} to fill in. */
export const emptySumTail = `${sumKey}00000000"}`

const quote = 0x22
const closingBrace = 0x7d
const hexDigits = Buffer.from('0123456789abcdef')

/** Fills in the sum of the JSON in `buffer` from `start` to `end`, which must end with an empty tail; returns it. */
export function setSum(buffer: Buffer, start: number, end: number, previous: number): number {
  const digitsStart = end - uncoveredBytes
  const sum = crc32(buffer.subarray(start, digitsStart), previous)
  let rest = sum
  for (let position = digitsStart + 7; position >= digitsStart; position--) {
    buffer[position] = hexDigits[rest & 15]!
    rest >>>= 4
  }
  return sum
}

/** The sum of the JSON in `buffer` from `start` to `end` if it matches the stated one; else -1. */
export function verifySum(buffer: Buffer, start: number, end: number, previous: number): number {
  const digitsStart = end - uncoveredBytes
  if (digitsStart <= start || buffer[end - 1] !== closingBrace || buffer[end - 2] !== quote) return -1
  const sum = crc32(buffer.subarray(start, digitsStart), previous)
  let rest = sum
  for (let position = digitsStart + 7; position >= digitsStart; position--) {
    if (buffer[position] !== hexDigits[rest & 15]) return -1
    rest >>>= 4
  }
  return sum
}

export function formatSum(sum: number): string {
  return sum.toString(16).padStart(8, '0')
}

/** Null for anything but eight lower-case hexadecimal digits. */
export function parseSum(text: string): number | null {
  return /^[0-9a-f]{8}$/.test(text) ? Number.parseInt(text, 16) : null
}

/** The parsed value, or undefined if `text` is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
