import { isUtf8 } from 'node:buffer'

/**
 * The WebSocket frames (RFC 6455) that most of the traffic consists of: one final, unfragmented text frame.
 * All others are left to the library.
 */

const finalText = 0x81
const maskBit = 0x80
const length16 = 126
const length64 = 127

/** A complete client frame in a buffer, with its masked payload. */
export interface TextFrame {
  /** The offset of the mask's four bytes, directly before the payload. */
  mask: number
  payload: number
  end: number
}

/** The text frame that begins at `start`, if it is complete before `end`; null otherwise. */
export function textFrameAt(bytes: Buffer, start: number, end: number): TextFrame | null {
  if (end - start < 6 || bytes[start] !== finalText || !(bytes[start + 1]! & maskBit)) return null
  let length = bytes[start + 1]! & ~maskBit
  let mask = start + 2
  if (length === length64) return null
  if (length === length16) {
    length = bytes.readUInt16BE(mask)
    mask += 2
  }
  const payload = mask + 4
  return payload + length <= end ? { mask, payload, end: payload + length } : null
}

/** One byte of a frame's text, unmasked without changing the buffer. */
export const peek = (bytes: Buffer, { mask, payload }: TextFrame, index: number): number =>
  bytes[payload + index]! ^ bytes[mask + (index & 3)]!

/** Bytes, and the same memory as 32-bit words. */
export interface FrameBuffer {
  readonly bytes: Buffer
  readonly words: Int32Array
}

/** A buffer for reading; its length must be a multiple of four. */
export function frameBuffer(length: number): FrameBuffer {
  const bytes = Buffer.allocUnsafeSlow(length)
  return { bytes, words: new Int32Array(bytes.buffer) }
}

const keyBytes = new Uint8Array(4)
const keyWord = new Int32Array(keyBytes.buffer)

/**
 * Masks or unmasks a payload in place. True if the result is ASCII. Works on words where they are aligned:
 * byte by byte, it takes 1 % of a purchase.
 */
export function toggleMask({ bytes, words }: FrameBuffer, { mask, payload, end }: TextFrame): boolean {
  const wholeStart = Math.min(end, (payload + 3) & ~3)
  const wholeEnd = Math.max(wholeStart, end & ~3)
  let all = toggleBytes(bytes, { mask, payload, end: wholeStart }, payload)
  for (let index = 0; index < 4; index += 1)
    keyBytes[index] = bytes[mask + ((wholeStart - payload + index) & 3)]!
  const key = keyWord[0]!
  let allWords = 0
  for (let at = wholeStart >> 2; at < wholeEnd >> 2; at += 1) {
    const word = words[at]! ^ key
    words[at] = word
    allWords |= word
  }
  all |= toggleBytes(bytes, { mask, payload, end }, wholeEnd)
  return all < 0x80 && (allWords & 0x80_80_80_80) === 0
}

/** The same from an offset, byte by byte. Returns the OR of all resulting bytes. */
function toggleBytes(bytes: Buffer, { mask, payload, end }: TextFrame, start: number): number {
  let all = 0
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]! ^ bytes[mask + ((at - payload) & 3)]!
    bytes[at] = byte
    all |= byte
  }
  return all
}

/** An unmasked payload's text; null if it is not UTF-8, which ends a WebSocket. */
export function textOf(bytes: Buffer, { payload, end }: TextFrame, isAscii: boolean): string | null {
  if (isAscii) return bytes.toString('latin1', payload, end)
  return isUtf8(bytes.subarray(payload, end)) ? bytes.toString('utf8', payload, end) : null
}

/** A server's text frame as a string of bytes (one UTF-16 unit each), which Node writes without a Buffer. */
export function frameOf(text: string): string {
  const bytes = Buffer.byteLength(text)
  return headOf(bytes) + (bytes === text.length ? text : Buffer.from(text).toString('latin1'))
}

function headOf(length: number): string {
  if (length < length16) return String.fromCharCode(finalText, length)
  if (length < 65_536) return String.fromCharCode(finalText, length16, length >> 8, length & 0xff)
  const head = Buffer.from([finalText, length64, 0, 0, 0, 0, 0, 0, 0, 0])
  head.writeUInt32BE(length, 6)
  return head.toString('latin1')
}
