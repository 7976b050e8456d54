import { setImmediate as others } from 'node:timers/promises'
import { type CsvColumn, contentColumns, csvColumnNames } from '../../shared/catalog/product.ts'
import { type DecimalSeparator, provenSeparator } from '../../shared/money.ts'
import type {
  ImportChange,
  ImportCheck,
  ImportError,
  ImportNote,
} from '../../shared/protocol/import-messages.ts'
import type { ImportRow } from '../market/command.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { shopColumn } from './export-tables.ts'
import { planRow } from './import-row.ts'
import { NoTable, type Table, type TableRow } from './read-table.ts'

/** What a file would do: shown to the seller, then done exactly so. */
export interface ImportPlan extends Omit<ImportCheck, 'token'> {
  importRows: ImportRow[]
}

/** Rows checked before yielding to other work. */
const rowsPerStep = 50

/** Nobody reads more. */
const messagesMax = 500

/** A longer cell of the head names none of our columns. */
const columnNameLengthMax = 40

/**
 * Checks each row of a table against the present market, in steps. Throws a {@link NoTable} if the head does not name
 * the columns. Whatever is not read of a row gets an error or a note.
 */
export async function planImport(market: DurableMarket, shopId: number, table: Table): Promise<ImportPlan> {
  const columns = columnsOf(table.head)
  const decimal = decimalSeparatorOf(table, columns, market.counters.currencyDigits)
  const [errors, notes] = [new Messages(), new Messages()]
  if (table.encoding === 'windows-1252') notes.add([{ row: 1, column: '', message: notUnicode }])
  const changes: ImportChange[] = []
  const importRows: ImportRow[] = []
  const rowOfProduct = new Map<string, number>()
  for (const [index, row] of table.rows.entries()) {
    if (index % rowsPerStep === rowsPerStep - 1) await others()
    const misshapen =
      shapeError(columns, row) ??
      anothersShop(columns, row, market.shops.get(shopId)) ??
      repeatedProduct(rowOfProduct, columns, row)
    if (misshapen) {
      errors.add([misshapen])
      continue
    }
    const planned = planRow(market, shopId, { cells: named(columns, row), row: row.row, decimal })
    planned.notes.push(...unreadCells(columns, row))
    errors.add(planned.errors)
    if (planned.change)
      changes.push({ ...planned.change, notes: planned.notes.map(({ message }) => message) })
    else notes.add(planned.notes)
    if (planned.row) importRows.push(planned.row)
  }
  return {
    rows: table.rows.length,
    errors: errors.kept,
    moreErrors: errors.more,
    changes,
    notes: notes.kept,
    moreNotes: notes.more,
    importRows,
  }
}

const notUnicode =
  'the file is not in Unicode, and was read as Windows-1252: look at letters like é, or save it as CSV UTF-8'

/** The first messages, and how many more there are. */
class Messages {
  readonly kept: ImportError[] = []
  more = 0

  add(messages: readonly ImportError[]): void {
    for (const message of messages) {
      if (this.kept.length < messagesMax) this.kept.push(message)
      else this.more += 1
    }
  }
}

/** The columns of a file. */
interface Columns {
  read: ReadonlyMap<CsvColumn, number>
  /** The column that names each row's shop; null if the file has none. */
  shop: number | null
  /** Columns whose name is none of ours. */
  unread: readonly { index: number; name: string }[]
  /** The indices of columns that have a name. */
  withName: ReadonlySet<number>
  /** How many cells a row must have: the head may end with empty cells. */
  count: number
}

const knownColumns: readonly CsvColumn[] = [...csvColumnNames, ...contentColumns.map(({ column }) => column)]

/** Matches the head with our columns, regardless of case, blanks and order. */
function columnsOf(head: readonly string[]): Columns {
  const byName = new Map(knownColumns.map((column) => [plain(column), column]))
  const read = new Map<CsvColumn, number>()
  const unread: { index: number; name: string }[] = []
  const withName = new Set<number>()
  let shop: number | null = null
  for (const [index, cell] of head.entries()) {
    const name = cell.trim()
    if (name === '') continue
    withName.add(index)
    const column = name.length > columnNameLengthMax ? undefined : byName.get(plain(name))
    if (column && read.has(column)) throw new NoTable(`Two columns are called ${column}.`)
    if (column) read.set(column, index)
    else if (shop === null && plain(name) === shopColumn) shop = index
    else unread.push({ index, name: name.slice(0, columnNameLengthMax) })
  }
  if (!read.has('productId') && !read.has('name'))
    throw new NoTable(`The first row must name the columns: ${csvColumnNames.join(', ')}.`)
  return { read, shop, unread, withName, count: ([...withName].at(-1) ?? 0) + 1 }
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** A row with fewer cells than the head was cut, one with more has a comma too many: its columns are unknown. */
function shapeError({ withName, count }: Columns, { row, cells }: TableRow): ImportError | null {
  if (cells.length < count)
    return { row, column: '', message: `has ${cells.length} cells where the first row has ${count}` }
  const beyond = cells.findIndex((cell, index) => !withName.has(index) && cell.trim() !== '')
  if (beyond < 0) return null
  const message = `has no name in the first row; a text that contains the separator needs "quotes"`
  return { row, column: `column ${beyond + 1}`, message }
}

/** A row of another shop, in a file of several, is nothing to guess about: its products have other prices and stock. */
function anothersShop(
  { shop: index }: Columns,
  { row, cells }: TableRow,
  shop: { name: string; slug: string } | undefined,
): ImportError | null {
  const said = index === null ? '' : (cells[index] ?? '').trim()
  if (said === '' || said === shop?.slug || said === shop?.name) return null
  const message = `is ${said.slice(0, shownMax)}, and this import is for ${shop?.name}; choose that shop, or leave these rows out`
  return { row, column: shopColumn, message }
}

const shownMax = 60

function repeatedProduct(
  seen: Map<string, number>,
  { read }: Columns,
  { row, cells }: TableRow,
): ImportError | null {
  const index = read.get('productId')
  const id = index === undefined ? '' : (cells[index] ?? '').trim().replace(/^0+(?=.)/, '')
  const before = seen.get(id)
  if (id !== '' && before === undefined) seen.set(id, row)
  return before === undefined ? null : { row, column: 'productId', message: `is in row ${before} already` }
}

/** One note per row about content in columns that are not ours. */
function unreadCells({ unread }: Columns, { row, cells }: TableRow): ImportNote[] {
  const names = unread.filter(({ index }) => (cells[index] ?? '').trim() !== '').map(({ name }) => name)
  if (names.length === 0) return []
  const [shown, more] = [names.slice(0, 3).join(', '), names.length - 3]
  const message = `ignored: ${more > 0 ? `${shown} and ${more} more` : shown}`
  return [{ row, column: names[0]!, message }]
}

function named({ read }: Columns, { cells }: TableRow): Map<CsvColumn, string> {
  return new Map([...read].map(([column, index]) => [column, cells[index] ?? '']))
}

/**
 * The decimal separator that the file's own prices prove; null if they prove none, or both. In a currency with three
 * digits "1.000" proves nothing, except in our own export, which always writes a point.
 */
function decimalSeparatorOf(
  { head, rows, delimiter }: Table,
  { read }: Columns,
  digits: number,
): DecimalSeparator | null {
  const index = read.get('price')
  if (index === undefined) return null
  const ours = (head[0] === shopColumn ? head.slice(1) : head).slice(0, csvColumnNames.length)
  const isExport = delimiter === ',' && ours.join() === csvColumnNames.join()
  const proven = new Set<DecimalSeparator | null>(
    rows.map(({ cells }) => provenSeparator(cells[index] ?? '')),
  )
  if (isExport && digits === 3) proven.add('.')
  proven.delete(null)
  const [separator = null] = proven.size === 1 ? proven : []
  return separator
}
