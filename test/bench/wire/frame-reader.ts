/** What every raw socket of this process reads into: a read is dealt with before the next one begins. */
export const readBuffer = Buffer.allocUnsafe(256 * 1024)

type OnFrame = (buffer: Buffer, start: number, end: number) => void

/** Cuts what was read into a server's frames; keeps a frame's beginning until its end has come. */
export class FrameReader {
  readonly #onFrame: OnFrame
  #rest: Buffer | null = null
  #upgraded = false

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame
  }

  /** `length` bytes are in the shared buffer. */
  read(length: number): void {
    let buffer = readBuffer
    let end = length
    if (this.#rest) {
      buffer = Buffer.concat([this.#rest, readBuffer.subarray(0, length)])
      end = buffer.length
      this.#rest = null
    }
    let offset = this.#upgraded ? 0 : this.#skipHead(buffer, end)
    if (this.#upgraded) offset = this.#frames(buffer, offset, end)
    if (offset < end) this.#rest = Buffer.from(buffer.subarray(offset, end))
  }

  #skipHead(buffer: Buffer, end: number): number {
    const at = buffer.subarray(0, end).indexOf('\r\n\r\n')
    if (at < 0) return 0
    this.#upgraded = true
    return at + 4
  }

  #frames(buffer: Buffer, from: number, end: number): number {
    let offset = from
    while (end - offset >= 2) {
      let length = buffer[offset + 1]! & 127
      let head = 2
      if (length === 126) {
        if (end - offset < 4) break
        length = buffer.readUInt16BE(offset + 2)
        head = 4
      } else if (length === 127) {
        if (end - offset < 10) break
        length = buffer.readUInt32BE(offset + 6)
        head = 10
      }
      if (end - offset < head + length) break
      this.#onFrame(buffer, offset + head, offset + head + length)
      offset += head + length
    }
    return offset
  }
}
