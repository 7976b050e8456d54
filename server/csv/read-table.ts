import { isUtf8 } from 'node:buffer'
import { setImmediate as others } from 'node:timers/promises'
import { limits } from '../../shared/protocol/limits.ts'
import { bounds } from '../bounds.ts'
import { CsvReader, MalformedRow } from './csv-reader.ts'

/** A file that cannot be read as a table; the message tells its owner why. */
export class NoTable extends Error {
  override name = 'NoTable'
}

/** A file's rows without blank ones; `row` is the number that a spreadsheet shows. */
export interface Table {
  head: readonly string[]
  rows: readonly TableRow[]
  delimiter: string
  encoding: Encoding
}

export interface TableRow {
  row: number
  cells: readonly string[]
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** What is decoded or parsed before yielding to other work. */
const chunkBytes = 4 * 1024

/**
 * The rows of a file of comma-, semicolon- or tab-separated values, or with the delimiter of its first line (`sep=;`),
 * in UTF-8, UTF-16 with a byte order mark, or otherwise Windows-1252. Throws a {@link NoTable}. Read in steps, so that
 * the market goes on selling.
 */
export async function readTable(bytes: Buffer): Promise<Table> {
  const encoding = encodingOf(bytes)
  const pieces = decoded(bytes, encoding)
  const beginning = pieces.next().value ?? ''
  const { delimiter, length } = formatOf(beginning)
  const [first, ...rows] = await parseRows(delimiter, beginning.slice(length), pieces)
  return { head: first?.cells ?? [], rows, delimiter, encoding }
}

function encodingOf(bytes: Buffer): Encoding {
  const mark = bytes.subarray(0, 2).toString('hex')
  if (mark === 'fffe') return 'utf-16le'
  if (mark === 'feff') return 'utf-16be'
  if (bytes.includes(0)) throw new NoTable('The file is not text. Save it as CSV first.')
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
}

/** The text without its byte order mark, in pieces that do not split characters. */
function* decoded(bytes: Buffer, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding)
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const isLast = at + chunkBytes >= bytes.length
    const piece = decoder.decode(bytes.subarray(at, at + chunkBytes), { stream: !isLast })
    if (piece.includes('\0')) throw new NoTable('The file is not text. Save it as CSV first.')
    yield piece
  }
}

/** The delimiter is on a first line of its own, which Excel writes and hides, or the most frequent in the head. */
function formatOf(beginning: string): { delimiter: string; length: number } {
  const [line, named] = /^"?sep=([^"\r\n])"?(?:\r\n|\r|\n|$)/i.exec(beginning) ?? []
  if (line !== undefined && named !== undefined) return { delimiter: named, length: line.length }
  const head = /[^\r\n]*/.exec(beginning.replace(/"[^"]*"/g, '').replace(/^[\r\n]+/, ''))?.[0] ?? ''
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: head.split(delimiter).length }))
  const { delimiter } = counts.reduce((most, one) => (one.count > most.count ? one : most))
  return { delimiter, length: 0 }
}

async function parseRows(
  delimiter: string,
  beginning: string,
  pieces: Iterable<string>,
): Promise<TableRow[]> {
  const rows: TableRow[] = []
  const reader = new CsvReader({
    delimiter,
    rowLengthMax: limits.messageBytesMax,
    cellsMax: bounds.imports.cellsPerRowMax,
    onRow: (cells, row) => {
      if (rows.length > limits.importRowsMax)
        throw new NoTable(`The file has more than ${limits.importRowsMax} rows.`)
      rows.push({ row, cells })
    },
  })
  try {
    reader.write(beginning)
    for (const piece of pieces) {
      await others()
      reader.write(piece)
    }
    reader.end()
  } catch (error) {
    throw error instanceof MalformedRow ? new NoTable(`The file cannot be read. ${error.message}`) : error
  }
  return rows
}
