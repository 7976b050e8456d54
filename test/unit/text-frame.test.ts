import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  frameBuffer,
  frameOf,
  peek,
  textFrameAt,
  textOf,
  toggleMask,
} from '../../server/socket/fast-path/text-frame.ts'
import { frameBy, heardBy, opcodes } from '../support/drivers/ws-frames.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

const mask = fc.oneof(
  { arbitrary: fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }), weight: 9 },
  { arbitrary: fc.constant([0, 0, 0, 0]), weight: 1 },
)

/** Texts of all lengths, in bytes, at which a frame's head changes. */
const turningLengths = [0, 1, 124, 125, 126, 127, 128, 255, 256, 4_096, 65_534, 65_535]
const ofLength = (bytes: number, first: string): string =>
  first + 'x'.repeat(Math.max(0, bytes - Buffer.byteLength(first)))
const text = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }).map((any) => any.toWellFormed()),
  fc.constantFrom(...turningLengths).map((bytes) => ofLength(bytes, '')),
  fc.constantFrom(...turningLengths.slice(2)).map((bytes) => ofLength(bytes, '€')),
)

const always = <Value>(values: fc.Arbitrary<Value>, holds: (value: Value) => void, numRuns = 500): void =>
  assertHolds(fc.property(values, holds), { numRuns })

const surrounded = fc.record({ text, mask, before: fc.nat(9), after: fc.nat(9) })

/** A client's frame between other bytes, as in a buffer that was read. */
function read({
  text,
  mask,
  before,
  after,
}: {
  text: string | Buffer
  mask: readonly number[] | undefined
  before: number
  after: number
}) {
  const frame = frameBy(text, mask ? { mask } : {})
  const length = before + frame.length + after
  const buffer = frameBuffer((length + 3) & ~3)
  const bytes = buffer.bytes.subarray(0, length).fill(0x81)
  frame.copy(bytes, before)
  return { buffer, bytes, start: before, end: before + frame.length, length: frame.length }
}

test('[G13] a complete client frame is found at its offset, with the text that was sent', () => {
  always(surrounded, (given) => {
    const { buffer, bytes, start, end } = read(given)
    const frame = textFrameAt(bytes, start, bytes.length)!
    expect([frame.payload - frame.mask, frame.end]).toEqual([4, end])
    const payload = Buffer.from(given.text)
    for (let index = 0; index < Math.min(8, payload.length); index += 1)
      expect(peek(bytes, frame, index)).toBe(payload[index])
    const isAscii = toggleMask(buffer, frame)
    expect(isAscii).toBe(payload.every((byte) => byte < 0x80))
    expect(bytes.subarray(frame.payload, frame.end).equals(payload)).toBe(true)
    expect(textOf(bytes, frame, isAscii)).toBe(given.text)
  })
})

test('[G13] masking twice restores all bytes', () => {
  always(surrounded, (given) => {
    const { buffer, bytes, start } = read(given)
    const asRead = Buffer.from(bytes)
    const frame = textFrameAt(bytes, start, bytes.length)!
    toggleMask(buffer, frame)
    toggleMask(buffer, frame)
    expect(bytes.equals(asRead)).toBe(true)
  })
})

test('[G13] a frame without its last bytes is not found', () => {
  always(surrounded, (given) => {
    const { bytes, start, end, length } = read(given)
    expect(textFrameAt(bytes, start, end)).not.toBeNull()
    const missing = Math.min(length, 300)
    for (let left = 1; left <= missing; left += 1) expect(textFrameAt(bytes, start, end - left)).toBeNull()
    expect(textFrameAt(bytes, start, start)).toBeNull()
  })
})

test('[G13] a text that is not UTF-8 is rejected', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((values) => Buffer.from(values))
  always(fc.record({ bytes, mask }), ({ bytes: payload, mask }) => {
    const { buffer, bytes } = read({ text: payload, mask, before: 0, after: 0 })
    const frame = textFrameAt(bytes, 0, bytes.length)!
    const found = textOf(bytes, frame, toggleMask(buffer, frame))
    const decoded = payload.toString()
    expect(found).toBe(Buffer.from(decoded).equals(payload) ? decoded : null)
  })
})

test.for([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]])(
  '[G13] %j is not a text frame',
  (payload) => {
    const text = Buffer.from([0x34, 0x32, ...payload])
    const { buffer, bytes } = read({ text, mask: undefined, before: 0, after: 0 })
    const frame = textFrameAt(bytes, 0, bytes.length)!
    expect(textOf(bytes, frame, toggleMask(buffer, frame))).toBeNull()
  },
)

test('[G13] anything but a complete client text frame is left to the library', () => {
  const others = [
    frameBy('42["a"]', { fin: false }),
    frameBy('42["a"]', { opcode: opcodes.continuation }),
    frameBy('42["a"]', { opcode: opcodes.binary }),
    frameBy('42["a"]', { mask: null }),
    frameBy('', { opcode: opcodes.ping }),
    frameBy('42["a"]', { opcode: opcodes.pong }),
    frameBy(Buffer.from([3, 232]), { opcode: opcodes.close }),
    frameBy('x'.repeat(65_536)),
  ]
  for (const bit of [0x40, 0x20, 0x10]) {
    const reserved = frameBy('42["a"]')
    reserved[0]! |= bit
    others.push(reserved)
  }
  // More bytes follow, so that no frame is left alone because it seems incomplete.
  const read = others.map((bytes) => Buffer.concat([bytes, Buffer.alloc(20)]))
  const found = read.map((bytes) => textFrameAt(bytes, 0, bytes.length))
  expect(found).toEqual(others.map(() => null))
})

test('[G8] a server frame is read by the library as its text', () => {
  always(text, (sent) => {
    expect(heardBy(Buffer.from(frameOf(sent), 'latin1'))).toEqual([sent])
  })
})

test('[G8] a server frame equals the library’s, byte for byte, at any length', () => {
  for (const bytes of [...turningLengths, 65_536, 65_537, 300_000]) {
    for (const first of bytes < 4 ? [''] : ['', 'é', '🧺']) {
      const sent = ofLength(bytes, first)
      const ours = Buffer.from(frameOf(sent), 'latin1')
      expect(ours.equals(frameBy(sent, { mask: null })), `${first} ${bytes}`).toBe(true)
      expect(heardBy(ours)).toEqual([sent])
    }
  }
})

test('[G8] several frames in one string are as many texts', () => {
  always(
    fc.array(text, { maxLength: 5 }),
    (texts) => {
      expect(heardBy(Buffer.from(texts.map(frameOf).join(''), 'latin1'))).toEqual(texts)
    },
    100,
  )
})
