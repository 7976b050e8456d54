import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const newline = 0x0a

export interface FileLine {
  /** Without its break. */
  line: Buffer
  offset: number
  /** False of what follows the last break of the file. */
  isWhole: boolean
}

/** The lines of a file. */
export function* linesOf(path: string): Generator<FileLine, void, undefined> {
  const file = openSync(path, 'r')
  try {
    const sizeBytes = fstatSync(file).size
    let rest: Buffer = Buffer.alloc(0)
    let offset = 0
    for (let position = 0; position < sizeBytes; ) {
      const chunk = Buffer.allocUnsafe(Math.min(1024 * 1024, sizeBytes - position))
      const count = readSync(file, chunk, 0, chunk.length, position)
      if (count === 0) break
      position += count
      const buffer = Buffer.concat([rest, chunk.subarray(0, count)])
      let start = 0
      for (let end = buffer.indexOf(newline); end >= 0; end = buffer.indexOf(newline, start)) {
        yield { line: buffer.subarray(start, end), offset: offset + start, isWhole: true }
        start = end + 1
      }
      rest = buffer.subarray(start)
      offset += start
    }
    if (rest.length > 0) yield { line: rest, offset, isWhole: false }
  } finally {
    closeSync(file)
  }
}
