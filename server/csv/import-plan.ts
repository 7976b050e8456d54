import { setImmediate as others } from 'node:timers/promises'
import {
  type ImportChange,
  type ImportCheck,
  type ImportError,
  type ProductColumn,
  productColumns,
} from '../../shared/protocol/import-messages.ts'
import type { ImportRow } from '../market/command.ts'
import type { DurableMarket } from '../market/state.ts'
import { planRow } from './import-row.ts'
import { NoTable } from './read-table.ts'

/** What a file would do: shown to its owner, and then done as it was shown. */
export interface ImportPlan extends Omit<ImportCheck, 'token'> {
  wished: ImportRow[]
}

/** Rows that are looked at before others have their turn. */
const rowsPerStep = 200

/** Beyond these, nobody reads on. */
const errorsMax = 500

/**
 * Checks each row of a table (its head first) against the market as it is, in steps. Throws a {@link NoTable}
 * for one without a head that names a column.
 */
export async function planImport(
  market: DurableMarket,
  shopId: number,
  [head, ...rows]: readonly string[][],
): Promise<ImportPlan> {
  const columns = columnsOf(head ?? [])
  const errors: ImportError[] = []
  const changes: ImportChange[] = []
  const wished: ImportRow[] = []
  const seen = new Set<number>()
  for (const [index, cells] of rows.entries()) {
    if (index % rowsPerStep === rowsPerStep - 1) await others()
    const row = index + 2
    const planned = planRow(market, shopId, named(columns, cells), row)
    if (planned.wish?.kind === 'update') {
      if (seen.has(planned.wish.productId))
        planned.errors.push({ row, column: 'productId', message: 'stands in the file already' })
      seen.add(planned.wish.productId)
    }
    if (errors.length < errorsMax) errors.push(...planned.errors)
    if (planned.change) changes.push(planned.change)
    if (planned.wish) wished.push(planned.wish)
  }
  return { rows: rows.length, errors, changes, wished }
}

/** Which column of the file is which of ours: by its head, whatever its case, blanks and order. */
function columnsOf(head: readonly string[]): Map<ProductColumn, number> {
  const byName = new Map<string, ProductColumn>(productColumns.map((column) => [plain(column), column]))
  const columns = new Map<ProductColumn, number>()
  for (const [index, cell] of head.entries()) {
    const column = byName.get(plain(cell))
    if (column && columns.has(column)) throw new NoTable(`Two columns are called ${column}.`)
    if (column) columns.set(column, index)
  }
  if (!columns.has('productId') && !columns.has('name'))
    throw new NoTable(`The first row must name the columns: ${productColumns.join(', ')}.`)
  return columns
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '')

function named(
  columns: ReadonlyMap<ProductColumn, number>,
  cells: readonly string[],
): Map<ProductColumn, string> {
  return new Map([...columns].map(([column, index]) => [column, cells[index] ?? '']))
}
