import { setImmediate as others } from 'node:timers/promises'
import { parse } from 'csv-parse'
import { limits } from '../../shared/protocol/limits.ts'

/** A file that cannot be read as a table; the message says why, in words for its owner. */
export class NoTable extends Error {
  override name = 'NoTable'
}

/** How much is parsed before others have their turn. */
const chunkCharacters = 32 * 1024

/**
 * The rows of a file of comma-, semicolon- or tab-separated values, its head first. UTF-8, or what Windows writes
 * where it is not. Throws a {@link NoTable}. A large file is read in steps, so that the market goes on selling.
 */
export async function readTable(bytes: Buffer): Promise<string[][]> {
  const text = decode(bytes)
  const rows: string[][] = []
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: limits.messageBytesMax,
  })
  parser.on('data', (row: string[]) => rows.push(row))
  const parsed = new Promise<void>((resolve, reject) => {
    parser.on('end', resolve)
    parser.on('error', (error) => reject(new NoTable(`The file cannot be read: ${error.message}`)))
  })
  const written = writeInSteps(parser, text, rows)
  await Promise.race([Promise.all([parsed, written]), parsed.then(() => undefined)])
  if (rows.length > limits.importRowsMax + 1)
    throw new NoTable(`The file has more than ${limits.importRowsMax} rows.`)
  return rows
}

async function writeInSteps(parser: ReturnType<typeof parse>, text: string, rows: string[][]): Promise<void> {
  for (let start = 0; start < text.length; start += chunkCharacters) {
    if (parser.destroyed || rows.length > limits.importRowsMax + 1) break
    parser.write(text.slice(start, start + chunkCharacters))
    await others()
  }
  if (!parser.destroyed) parser.end()
}

function decode(bytes: Buffer): string {
  if (bytes.includes(0)) throw new NoTable('The file is not text. Save it as CSV first.')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** That of which the head has most. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 4_096).split(/\r?\n/, 1)[0] ?? ''
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: head.split(delimiter).length }))
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).delimiter
}
