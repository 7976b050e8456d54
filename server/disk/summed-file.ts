import type { Adapter } from 'lowdb'
import { type Disk, readFileIfThere, writeFileDurably } from './disk.ts'
import { emptySumTail, formatSum, setSum, verifySum } from './summed-json.ts'

/**
 * A lowdb adapter for a JSON file that ends with its own checksum and has one readable line per list item. What `write`
 * resolved for survives a power loss.
 */
export class SummedFile<Data extends object | null> implements Adapter<Data> {
  /** The checksum of what was last read or written. */
  sum = ''
  readonly #disk: Disk
  readonly #path: string

  constructor(disk: Disk, path: string) {
    this.#disk = disk
    this.#path = path
  }

  /** Throws when there is no file, or not what was written. */
  async read(): Promise<Data> {
    const bytes = await readWhole(this.#disk, this.#path)
    this.sum = sumOf(bytes)
    const { sum: _, ...data } = JSON.parse(bytes.toString())
    return data
  }

  async write(data: Data): Promise<void> {
    const bytes = bytesOf(data)
    this.sum = formatSum(setSum(bytes, 0, bytes.length - 1, 0))
    await writeFileDurably(this.#disk, this.#path, bytes)
  }
}

export async function readWhole(
  disk: Disk,
  path: string,
  allocate?: (sizeBytes: number) => Buffer,
): Promise<Buffer> {
  const bytes = await readFileIfThere(disk, path, allocate)
  if (bytes === null) throw new Error('it is missing')
  return bytes
}

export function sumOf(bytes: Buffer): string {
  const sum = bytes.at(-1) === newline ? verifySum(bytes, 0, bytes.length - 1, 0) : -1
  if (sum === -1) throw new Error('its checksum does not match')
  return formatSum(sum)
}

const newline = 0x0a

/** JSON with zeros in place of its checksum. */
function bytesOf(data: object | null): Buffer {
  const pieces = Array.from(textsOf(data ?? {}), (text) => Buffer.from(text))
  return Buffer.concat([...pieces, Buffer.from(`${emptySumTail}\n`)])
}

/** JSON in pieces, without the closing brace, so that the whole text never exists as one string. */
function* textsOf(data: object): Generator<string, void, undefined> {
  let before = '{'
  for (const [key, value] of Object.entries(data)) {
    yield `${before}${JSON.stringify(key)}:`
    if (isList(value)) yield* textsOfRows(value)
    else yield JSON.stringify(value)
    before = ',\n'
  }
}

const isList = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value

const pieceLength = 64 * 1024

function* textsOfRows(items: Iterable<unknown>): Generator<string, void, undefined> {
  let text = '['
  let end = ']'
  for (const item of items) {
    text += `${end === ']' ? '' : ','}\n${JSON.stringify(item)}`
    end = '\n]'
    if (text.length < pieceLength) continue
    yield text
    text = ''
  }
  yield text + end
}
