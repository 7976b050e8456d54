import { z } from 'zod/mini'
import type { ImportChange, ImportError, ProductColumn } from '../../shared/protocol/import-messages.ts'
import { limits } from '../../shared/protocol/limits.ts'
import { category, image, limitPerBuyer, name, price, stock, text } from '../../shared/protocol/shapes.ts'
import type { ImportRow } from '../market/command.ts'
import type { ProductChanges } from '../market/event.ts'
import type { DurableMarket, ProductState } from '../market/state.ts'
import { amountOf, minorOf, textOf } from './cells.ts'

/** What becomes of a row: what it would do, what is wrong with it, or nothing of either. */
export interface PlannedRow {
  errors: ImportError[]
  change: ImportChange | null
  wish: ImportRow | null
}

type Fields = {
  [Field in Exclude<keyof ProductChanges, 'accountsOnly'>]-?: NonNullable<ProductChanges[Field]> | null
}
type FieldName = keyof Fields

const schemas: Record<FieldName, z.ZodMiniType> = {
  name,
  description: text,
  category,
  image,
  price,
  limitPerBuyer,
  status: z.enum(['listed', 'hidden'], 'must be listed or hidden'),
}
const fieldNames = Object.keys(schemas) as FieldName[]

/** Empty cells of these leave a product as it is; of the others they empty the field. */
const neverEmpty: ReadonlySet<FieldName> = new Set(['name', 'price', 'status'])

/** Reads one row; `cells` has the columns that the file has. */
export function planRow(
  market: DurableMarket,
  shopId: number,
  cells: ReadonlyMap<ProductColumn, string>,
  row: number,
): PlannedRow {
  const reader = new RowReader(cells, row, market.counters.currencyDigits)
  const idCell = cells.get('productId')?.trim() ?? ''
  if (idCell === '') return planNew(reader, shopId)
  const product = market.products.get(/^\d{1,15}$/.test(idCell) ? Number(idCell) : 0)
  if (!product || product.deleted || product.shopId !== shopId) {
    reader.wrong('productId', 'names no product of this shop; leave it empty for a new one')
    return { errors: reader.errors, change: null, wish: null }
  }
  return planEdit(reader, product)
}

function planNew(reader: RowReader, shopId: number): PlannedRow {
  const fields = reader.fields()
  for (const needed of ['name', 'price'] as const)
    if (fields[needed] === undefined && !reader.isWrong(needed))
      reader.wrong(needed, 'is needed for a new product')
  const count = reader.whole('stock', stock) ?? 0
  if (reader.whole('restock', restock)) reader.wrong('restock', 'a new product has stock, not restock')
  if (reader.errors.length) return { errors: reader.errors, change: null, wish: null }
  const { name: itsName, price: itsPrice, ...others } = fields
  const product = {
    shopId,
    description: '',
    category: null,
    image: null,
    limitPerBuyer: null,
    status: 'listed' as const,
    ...withoutNull(others),
    name: itsName as string,
    price: itsPrice as number,
    stock: count,
  }
  const shown = Object.fromEntries(
    Object.entries({ ...fields, stock: count }).map(([field, to]) => [field, { from: null, to }]),
  )
  const change = reader.change('create', null, product.name, shown, [])
  return { errors: [], change, wish: { kind: 'create', product } }
}

function planEdit(reader: RowReader, product: ProductState): PlannedRow {
  const fields = reader.fields()
  const changed = fieldNames.filter((field) => field in fields && fields[field] !== product[field])
  const moved = reader.whole('restock', restock) ?? 0
  if (product.stock + moved < 0) reader.wrong('restock', `only ${product.stock} are left`)
  if (product.stock + moved > limits.stockMax)
    reader.wrong('restock', 'would be more than a product may have')
  const counted = reader.whole('stock', stock)
  if (reader.errors.length) return { errors: reader.errors, change: null, wish: null }
  if (changed.length === 0 && moved === 0) return { errors: [], change: null, wish: null }
  const changes = Object.fromEntries(changed.map((field) => [field, fields[field]])) as ProductChanges
  const shown: ImportChange['fields'] = Object.fromEntries(
    changed.map((field) => [field, { from: product[field], to: fields[field] }]),
  )
  if (moved !== 0) shown.restock = { from: product.stock, to: product.stock + moved }
  const notes =
    counted !== undefined && counted !== product.stock
      ? ['stock is ignored for a product that is there: restock moves it']
      : []
  const change = reader.change('update', product.id, changes.name ?? product.name, shown, notes)
  const wish = { kind: 'update', productId: product.id, ifSeq: product.seq, changes, restock: moved } as const
  return { errors: [], change, wish }
}

const restock = z
  .number()
  .check(
    z.refine(
      (value) => Number.isSafeInteger(value) && Math.abs(value) <= limits.restockMax,
      `must be a whole number from -${limits.restockMax} to ${limits.restockMax}`,
    ),
  )

const withoutNull = <Field extends object>(fields: Field) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [Key in keyof Field]?: NonNullable<Field[Key]>
  }

/** What is wrong with a cell, in words for its owner; those of numbers say what one would look like. */
function messageOf(field: FieldName, issue: string | undefined, digits: number): string {
  if (field === 'price') return `must be an amount like ${amountOf(650, digits)}, and not too large`
  if (field === 'limitPerBuyer') return `must be a whole number from 1 to ${limits.quantityMax}, or empty`
  return issue ?? 'cannot be read'
}

/** The cells of one row, and what is wrong with them. */
class RowReader {
  readonly errors: ImportError[] = []
  readonly #cells: ReadonlyMap<ProductColumn, string>
  readonly #row: number
  readonly #digits: number

  constructor(cells: ReadonlyMap<ProductColumn, string>, row: number, digits: number) {
    this.#cells = cells
    this.#row = row
    this.#digits = digits
  }

  wrong(column: ProductColumn, message: string): void {
    this.errors.push({ row: this.#row, column, message })
  }

  isWrong(column: ProductColumn): boolean {
    return this.errors.some((error) => error.column === column)
  }

  /** The fields that the row names, as their schemas make them. */
  fields(): Partial<Fields> {
    const fields: Record<string, unknown> = {}
    for (const field of fieldNames) {
      const cell = this.#cells.get(field)
      if (cell === undefined || (neverEmpty.has(field) && cell.trim() === '')) continue
      const checked = schemas[field].safeParse(this.#valueOf(field, cell))
      if (checked.success) fields[field] = checked.data
      else this.wrong(field, messageOf(field, checked.error.issues[0]?.message, this.#digits))
    }
    return fields
  }

  /** A whole number; undefined for an empty cell and for one that is wrong. */
  whole(column: 'stock' | 'restock', schema: z.ZodMiniType<number>): number | undefined {
    const cell = textOf(this.#cells.get(column)?.trim() ?? '')
    if (cell === '') return undefined
    const checked = schema.safeParse(/^[+-]?\d{1,15}$/.test(cell) ? Number(cell) || 0 : Number.NaN)
    if (checked.success) return checked.data
    this.wrong(column, /\d/.test(cell) ? (checked.error.issues[0]?.message ?? '') : 'must be a whole number')
    return undefined
  }

  change(
    kind: ImportChange['kind'],
    productId: number | null,
    itsName: string,
    fields: ImportChange['fields'],
    notes: string[],
  ): ImportChange {
    return { row: this.#row, kind, productId, name: itsName, fields, notes }
  }

  #valueOf(field: FieldName, cell: string): unknown {
    const written = textOf(cell)
    switch (field) {
      case 'price':
        return minorOf(written, this.#digits) ?? written
      case 'limitPerBuyer':
        return written.trim() === '' ? null : Number(written)
      case 'category':
      case 'image':
        return written.trim() === '' ? null : written
      case 'status':
        return written.trim().toLowerCase()
      default:
        return written
    }
  }
}
