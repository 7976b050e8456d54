import { z } from 'zod/mini'
import { isBlank } from '../../shared/blank.ts'
import type { Content } from '../../shared/catalog/content.ts'
import {
  type CellField,
  type CsvColumn,
  contentColumns,
  csvColumns,
  type NewProduct,
  type ProductChanges,
  type ProductField,
  type ProductFields,
  productDefaults,
  productFields,
} from '../../shared/catalog/product.ts'
import { isSameContent, withText } from '../../shared/catalog/translations.ts'
import { stock } from '../../shared/catalog/values.ts'
import { type DecimalSeparator, readAmount, toMajor } from '../../shared/money.ts'
import type { ImportChange, ImportError, ImportNote } from '../../shared/protocol/import-messages.ts'
import { limits } from '../../shared/protocol/limits.ts'
import type { ImportRow } from '../market/command.ts'
import type { ProductState } from '../market/state.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { booleanOf, shownOf, textOf } from './cells.ts'

/** What a row would do and what is wrong with it; possibly neither. */
export interface PlannedRow {
  errors: ImportError[]
  notes: ImportNote[]
  change: ImportChange | null
  row: ImportRow | null
}

/** A row's cells by column, and the decimal separator of its amounts. */
export interface NamedRow {
  row: number
  cells: ReadonlyMap<CsvColumn, string>
  decimal: DecimalSeparator | null
}

const { shape: texts } = productFields
const fieldNames = (Object.keys(productFields.shape) as ProductField[]).filter(
  (field): field is CellField => field !== 'content',
)

/** What an empty cell sets; undefined for a field that cannot be empty, which stays as it is. */
function emptied(field: CellField): '' | null | undefined {
  const value = (productDefaults as Partial<ProductFields>)[field]
  return value === '' || value === null ? value : undefined
}

/** What one row would do in the present market. */
export function planRow(market: DurableMarket, shopId: number, row: NamedRow): PlannedRow {
  const reader = new RowReader(row, market.counters.currencyDigits)
  const idCell = row.cells.get('productId')?.trim() ?? ''
  if (idCell === '') return planNew(reader)
  const product = market.products.get(/^\d{1,15}$/.test(idCell) ? Number(idCell) : 0)
  if (!product || product.deleted || product.shopId !== shopId) {
    reader.wrong('productId', 'names no product of this shop; leave it empty for a new one')
    return reader.rejected()
  }
  return planEdit(reader, product)
}

function planNew(reader: RowReader): PlannedRow {
  const fields = reader.fields()
  const content = reader.content({})
  for (const needed of ['name', 'price'] as const)
    if (fields[needed] === undefined && !reader.isWrong(needed))
      reader.wrong(needed, 'is needed for a new product')
  const count = reader.whole('stock', stock) ?? 0
  if (reader.whole('restock', restock)) reader.wrong('restock', 'a new product has stock, not restock')
  if (reader.errors.length) return reader.rejected()
  const shown = Object.fromEntries(
    Object.entries({ ...fields, stock: count }).map(([field, to]) => [
      field,
      { from: null, to: shownOf(to) },
    ]),
  )
  const product = { ...fields, ...(!isSameContent(content, {}) && { content }), stock: count } as NewProduct
  const change = reader.change('create', null, product.name, shown)
  return { errors: [], notes: [], change, row: { kind: 'create', product } }
}

function planEdit(reader: RowReader, product: ProductState): PlannedRow {
  const fields = reader.fields()
  const content = reader.content(product.content)
  const isTranslated = !isSameContent(content, product.content)
  const changed = fieldNames.filter((field) => field in fields && fields[field] !== product[field])
  const moved = reader.whole('restock', restock) ?? 0
  if (product.stock + moved < 0) reader.wrong('restock', `only ${product.stock} are left`)
  if (product.stock + moved > limits.stockMax)
    reader.wrong('restock', 'would be more than a product may have')
  const counted = reader.whole('stock', stock)
  if (reader.errors.length) return reader.rejected()
  const notes = counted === undefined ? [] : reader.stockNotes(product.stock, counted)
  if (changed.length === 0 && !isTranslated && moved === 0)
    return { errors: [], notes, change: null, row: null }
  const changes: ProductChanges = Object.fromEntries(changed.map((field) => [field, fields[field]]))
  if (isTranslated) changes.content = content
  const shown: ImportChange['fields'] = {
    ...Object.fromEntries(
      changed.map((field) => [field, { from: shownOf(product[field]), to: shownOf(fields[field] ?? null) }]),
    ),
    ...translationsShown(product.content, content),
  }
  if (moved !== 0) shown.restock = { from: product.stock, to: product.stock + moved }
  const change = reader.change('update', product.id, changes.name ?? product.name, shown)
  const row = { kind: 'update', productId: product.id, ifSeq: product.seq, changes, restock: moved } as const
  return { errors: [], notes, change, row }
}

/** The texts in other languages that a row changes. */
function translationsShown(before: Content, after: Content): ImportChange['fields'] {
  const shown: ImportChange['fields'] = {}
  for (const { column, language, field } of contentColumns) {
    const [from, to] = [before[language]?.[field] ?? '', after[language]?.[field] ?? '']
    if (from !== to) shown[column] = { from, to }
  }
  return shown
}

const restock = z
  .number()
  .check(
    z.refine(
      (value) => Number.isSafeInteger(value) && Math.abs(value) <= limits.restockMax,
      `must be a whole number from -${limits.restockMax} to ${limits.restockMax}`,
    ),
  )

/** A whole number in digits only; NaN for others: "1,000", "1e1", "0x10" and "5.0" are not guessed at. */
const wholeNumberOf = (cell: string): number => (/^\d{1,15}$/.test(cell) ? Number(cell) : Number.NaN)

/** Every schema of whole numbers rejects this, with a message that says what it accepts. */
const notWhole = 0.5

/** What is wrong with a cell. */
function messageOf(field: CellField, issue = 'cannot be read', digits: number): string {
  switch (csvColumns[field]) {
    case 'amount':
      return `must be an amount like ${toMajor(650, digits)}, and not too large`
    case 'number':
      return `${issue}, or empty`
    case 'yes or no':
      return 'must be yes or no'
    default:
      return issue
  }
}

/** The cells of one row, and what is wrong with them. */
class RowReader {
  readonly errors: ImportError[] = []
  readonly #row: NamedRow
  readonly #digits: number

  constructor(row: NamedRow, digits: number) {
    this.#row = row
    this.#digits = digits
  }

  wrong(column: CsvColumn, message: string): void {
    this.errors.push({ row: this.#row.row, column, message })
  }

  isWrong(column: CsvColumn): boolean {
    return this.errors.some((error) => error.column === column)
  }

  rejected(): PlannedRow {
    return { errors: this.errors, notes: [], change: null, row: null }
  }

  /** The fields that the row names, as their schemas make them. */
  fields(): Partial<Pick<ProductFields, CellField>> {
    const fields: Record<string, unknown> = {}
    for (const field of fieldNames) {
      const cell = this.#row.cells.get(field)
      if (cell === undefined) continue
      const text = textOf(cell).trim()
      const value = isBlank(text) ? emptied(field) : this.#valueOf(field, text)
      if (value === undefined) continue
      const checked = productFields.shape[field].safeParse(value)
      if (checked.success) fields[field] = checked.data
      else this.wrong(field, messageOf(field, checked.error.issues[0]?.message, this.#digits))
    }
    return fields
  }

  /** A product's texts in other languages, with those that the row names; an empty cell removes one. */
  content(before: Content): Content {
    let content = before
    for (const { column, language, field } of contentColumns) {
      const cell = this.#row.cells.get(column)
      if (cell === undefined) continue
      const text = textOf(cell).trim()
      const checked = isBlank(text) ? { success: true as const, data: '' } : texts[field].safeParse(text)
      if (checked.success) content = withText(content, language, field, checked.data)
      else this.wrong(column, checked.error.issues[0]?.message ?? '')
    }
    return content
  }

  /** A whole number, of `restock` with a sign; undefined for an empty cell and for one that is wrong. */
  whole(column: 'stock' | 'restock', schema: z.ZodMiniType<number>): number | undefined {
    const cell = textOf(this.#row.cells.get(column)?.trim() ?? '')
    if (isBlank(cell)) return undefined
    const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(cell) ?? []
    const isSigned = sign !== '' && column === 'restock'
    const number = wholeNumberOf(isSigned ? digits : cell)
    const checked = schema.safeParse(isSigned && sign === '-' ? 0 - number : number)
    if (checked.success) return checked.data
    const isNumber = !Number.isNaN(number)
    this.wrong(column, isNumber ? (checked.error.issues[0]?.message ?? '') : notDigits[column])
    return undefined
  }

  /** For a cell that differs from the stock, after sales since the export or an edit by hand. */
  stockNotes(stock: number, counted: number): ImportNote[] {
    if (counted === stock) return []
    const difference = counted - stock
    const message = `stock is ignored for a product that is there: to make it ${counted}, write ${difference} into restock`
    return [{ row: this.#row.row, column: 'stock', message }]
  }

  change(
    kind: ImportChange['kind'],
    productId: number | null,
    itsName: string,
    fields: ImportChange['fields'],
  ): ImportChange {
    return { row: this.#row.row, kind, productId, name: itsName, fields, notes: [] }
  }

  /** What a cell that is not empty means. */
  #valueOf(field: CellField, cell: string): unknown {
    switch (csvColumns[field]) {
      case 'amount':
        return this.#amount(field, cell)
      case 'number':
        return /^\d{1,15}$/.test(cell) ? Number(cell) : notWhole
      case 'choice':
        return cell.toLowerCase()
      case 'yes or no':
        return booleanOf(cell) ?? cell
      default:
        return cell
    }
  }

  /** Minor units; undefined after reporting what is wrong. */
  #amount(column: CellField, cell: string): number | string | undefined {
    const amount = readAmount(cell, this.#digits, this.#row.decimal)
    if (amount.kind === 'amount') return amount.minor
    if (amount.kind === 'invalid') return cell
    const { asDecimal, asGrouped } = amount
    this.wrong(
      column,
      `can be read as ${asDecimal} or as ${asGrouped}: write it without a thousands separator`,
    )
    return undefined
  }
}

const notDigits = {
  stock: 'must be a whole number in digits alone, like 1000',
  restock: 'must be a whole number in digits alone, like 1000 or -5',
} as const
