/** Like a client's mask; never zero, so that the server has to unmask the text. */
const mask = [0x5a, 0xc3, 0x17, 0x9e] as const

/** One text frame as a client sends it. */
export function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const isLong = payload.length > 125
  const head = Buffer.alloc(isLong ? 8 : 6)
  head[0] = 0x81
  head[1] = 0x80 | (isLong ? 126 : payload.length)
  if (isLong) head.writeUInt16BE(payload.length, 2)
  head.set(mask, head.length - 4)
  for (let index = 0; index < payload.length; index += 1) payload[index]! ^= mask[index & 3]!
  return Buffer.concat([head, payload])
}

/** The text of a frame made here. */
export function unmasked(frame: Buffer): string {
  const payload = Buffer.from(frame.subarray(payloadStart(frame)))
  for (let index = 0; index < payload.length; index += 1) payload[index]! ^= mask[index & 3]!
  return payload.toString()
}

const payloadStart = (frame: Buffer): number => ((frame[1]! & 127) === 126 ? 8 : 6)

/** What follows the acknowledgement's id in an event's packet: `["purchase:create",{…}]`. */
export type RequestBody = (id: string) => string

/** As many of an id's last digits as count its connection's requests. */
const counterDigits = 8

/**
 * The requests of one connection, each a frame that was made before: only the acknowledgement's id, which counts
 * up as socket.io-client's does, and the end of the command's id are rewritten in place.
 */
export class RequestFrames {
  /** How many were made, which is the next one's acknowledgement id too. */
  made = 0
  readonly #body: RequestBody
  readonly #idPrefix: string
  #frame: Buffer = Buffer.alloc(0)
  #ackDigits = 0
  #ackEnd = 0
  #idEnd = 0
  #start = 0

  /** `idPrefix` is a UUID without its last twelve digits. */
  constructor(body: RequestBody, idPrefix: string) {
    this.#body = body
    this.#idPrefix = idPrefix
  }

  /** The next one, in the bytes of the one before if that `isFree`: not needed any more. */
  next(isFree: boolean): Buffer {
    const number = this.made
    this.made += 1
    const digits = digitsOf(number)
    if (digits !== this.#ackDigits) this.#build(digits)
    else if (!isFree) this.#frame = Buffer.from(this.#frame)
    this.#write(number, 10, digits, this.#ackEnd)
    this.#write(number, 16, counterDigits, this.#idEnd)
    return this.#frame
  }

  #build(ackDigits: number): void {
    const id = idOf(this.#idPrefix, 0)
    const text = `42${'0'.repeat(ackDigits)}${this.#body(id)}`
    this.#frame = maskedFrame(text)
    this.#start = payloadStart(this.#frame)
    this.#ackDigits = ackDigits
    this.#ackEnd = 2 + ackDigits
    this.#idEnd = Buffer.byteLength(text.slice(0, text.indexOf(id))) + id.length
  }

  /** Writes a number's last `digits`, so that they end before the payload's byte `end`. */
  #write(number: number, base: 10 | 16, digits: number, end: number): void {
    let rest = number
    for (let at = end - 1; at >= end - digits; at -= 1) {
      const digit = rest % base
      rest = (rest - digit) / base
      this.#frame[this.#start + at] = (digit < 10 ? 48 + digit : 87 + digit) ^ mask[at & 3]!
    }
  }
}

function digitsOf(number: number): number {
  let digits = 1
  for (let above = 10; number >= above; above *= 10) digits += 1
  return digits
}

/** The id of a connection's request with this number. */
export const idOf = (prefix: string, number: number): string =>
  `${prefix}${number.toString(16).padStart(12, '0')}`
