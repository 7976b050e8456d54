import { type Disk, readFully, withFile } from './disk.ts'

const chunkBytes = 1024 * 1024
const newline = 0x0a

/**
 * Reads a file's lines in chunks, so that a file of any size takes bounded memory. Calls `onLine` with each line,
 * without its line break, and the offset at which it begins; the bytes are valid during the call only. Stops at
 * `endBytes`. Returns the offset of what follows the last line break.
 */
export async function readLines(
  disk: Disk,
  path: string,
  onLine: (line: Buffer, offset: number) => void,
  endBytes = Number.POSITIVE_INFINITY,
): Promise<number> {
  return withFile(disk, path, 'read', async (file) => {
    let buffer: Buffer = Buffer.allocUnsafe(Math.min(chunkBytes, (await file.size()) + 1))
    let offset = 0
    let filled = 0
    for (;;) {
      if (filled === buffer.length) buffer = Buffer.concat([buffer], 2 * buffer.length)
      const wanted = Math.min(buffer.length, endBytes - offset)
      const count = await readFully(file, buffer.subarray(filled, wanted), offset + filled)
      if (count === 0) return offset
      filled += count
      const used = takeLines(buffer.subarray(0, filled), offset, onLine)
      buffer.copyWithin(0, used, filled)
      filled -= used
      offset += used
    }
  })
}

/** Returns how many bytes of the buffer were whole lines. */
function takeLines(buffer: Buffer, offset: number, onLine: (line: Buffer, offset: number) => void): number {
  let start = 0
  for (let end = buffer.indexOf(newline); end >= 0; end = buffer.indexOf(newline, start)) {
    onLine(buffer.subarray(start, end), offset + start)
    start = end + 1
  }
  return start
}
