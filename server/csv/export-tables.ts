import { stringify } from 'csv-stringify/sync'
import {
  type ContentColumn,
  type CsvColumn,
  contentColumns,
  csvColumnNames,
  csvColumns,
  isOwnColumn,
} from '../../shared/catalog/product.ts'
import { toMajor } from '../../shared/money.ts'
import type { OrderState } from '../market/order.ts'
import type { MovementState, ProductState } from '../market/state.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { movementsOf } from '../store/ledger-page.ts'
import { cellOf, shownOf } from './cells.ts'

/** Makes spreadsheets read a file as UTF-8. */
const byteOrderMark = '\ufeff'

/** Rows per chunk. */
const rowsPerChunk = 200

export type Cell = string | number | null

/** Rows as text, head first, in chunks: a large export is made while it is sent. */
export function* asCsv(head: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string> {
  let waiting: string[][] = []
  yield byteOrderMark + linesOf([[...head]])
  for (const row of rows) {
    waiting.push(row.map((cell) => (typeof cell === 'string' ? cellOf(cell) : String(cell ?? ''))))
    if (waiting.length < rowsPerChunk) continue
    yield linesOf(waiting)
    waiting = []
  }
  if (waiting.length) yield linesOf(waiting)
}

const linesOf = (rows: string[][]): string =>
  stringify(rows, { record_delimiter: 'windows', quoted_match: /[\r\n]/ })

/** The column that names each row's shop, in a file of several shops. The import reads it too. */
export const shopColumn = 'shop'

/** The rows of several shops, each with its shop's address. */
export function* rowsOfShops(
  shops: readonly { id: number; slug: string }[],
  rowsOf: (shopId: number) => Iterable<Cell[]>,
): Generator<Cell[]> {
  for (const { id, slug } of shops) for (const row of rowsOf(id)) yield [slug, ...row]
}

/** The columns of these shops' products: of other languages those that one of the products has. */
export function productHead(market: DurableMarket, shopIds: readonly number[]): CsvColumn[] {
  const used = new Set<CsvColumn>()
  for (const productId of shopIds.flatMap((shopId) => [...market.assortments.of(shopId).live])) {
    const { content } = market.products.get(productId)!
    for (const { column, language, field } of contentColumns) if (content[language]?.[field]) used.add(column)
  }
  return [...csvColumnNames, ...contentColumns.map(({ column }) => column).filter((each) => used.has(each))]
}

/** A shop's products, in columns that the import reads; `restock` is empty, for the seller to fill in. */
export function* productRows(
  market: DurableMarket,
  shopId: number,
  head: readonly CsvColumn[],
): Generator<Cell[]> {
  const { currencyDigits } = market.counters
  for (const product of market.products.map.values()) {
    if (product.shopId !== shopId || product.deleted) continue
    yield head.map((column) => productCell(product, column, currencyDigits))
  }
}

function productCell(product: ProductState, column: CsvColumn, digits: number): Cell {
  if (column === 'productId') return product.id
  if (column === 'restock') return null
  if (!isOwnColumn(column)) return translationOf(product, column)
  const value = shownOf(product[column])
  return csvColumns[column] === 'amount' ? toMajor(Number(value), digits) : value
}

function translationOf({ content }: ProductState, column: ContentColumn): string {
  const { language, field } = contentColumns.find((each) => each.column === column)!
  return content[language]?.[field] ?? ''
}

/** A line of an order, and what its cells need besides. */
interface ExportedLine {
  order: OrderState
  line: OrderState['lines'][number]
  buyerName: string
  digits: number
}

const orderColumns = {
  number: ({ order }) => order.number,
  pickupCode: ({ order }) => order.pickupCode,
  status: ({ order }) => order.status,
  placedAt: ({ order }) => timeOf(order.placedAt),
  fulfilledAt: ({ order }) => timeOf(order.fulfilledAt),
  cancelledAt: ({ order }) => timeOf(order.cancelledAt),
  cancelledBy: ({ order }) => order.cancelledBy,
  reason: ({ order }) => order.reason,
  buyerName: ({ buyerName }) => buyerName,
  productId: ({ line }) => line.productId,
  product: ({ line }) => line.name,
  quantity: ({ line }) => line.quantity,
  unitPrice: ({ line, digits }) => toMajor(line.unitPrice, digits),
  orderTotal: ({ order, digits }) => toMajor(order.total, digits),
  orderId: ({ order }) => order.id,
  collectBy: ({ order }) => timeOf(order.collectBy),
} satisfies Record<string, (line: ExportedLine) => Cell>

export const orderHead = Object.keys(orderColumns)

/** A shop's orders, oldest first, one row per line. */
export function* orderRows(
  market: DurableMarket,
  shopId: number,
  nameOf: (buyerId: string) => string,
): Generator<Cell[]> {
  const digits = market.counters.currencyDigits
  for (const { seq, row } of [...market.ordersOfShop.of(shopId)]) {
    const order = market.orders.at(row)
    // The log has every change of an order.
    if (order.seq !== seq) continue
    const buyerName = nameOf(order.buyerId)
    for (const line of order.lines)
      yield Object.values(orderColumns).map((cell) => cell({ order, line, buyerName, digits }))
  }
}

const ledgerColumns = {
  productId: (_, product) => product.id,
  product: (_, product) => product.name,
  seq: ({ seq }) => seq,
  at: ({ at }) => timeOf(at),
  kind: ({ kind }) => kind,
  quantity: ({ quantity }) => quantity,
  stock: ({ stock }) => stock,
  by: ({ by }) => by,
  reason: ({ reason }) => reason,
  orderId: ({ orderId }) => orderId,
} satisfies Record<string, (movement: MovementState, product: ProductState) => Cell>

export const ledgerHead = Object.keys(ledgerColumns)

/** The movements of a shop's stock, product by product; of one product if it is named. */
export function* ledgerRows(
  market: DurableMarket,
  shopId: number,
  productId: number | null,
): Generator<Cell[]> {
  for (const product of market.products.map.values()) {
    if (product.shopId !== shopId || (productId !== null && product.id !== productId)) continue
    for (const movement of movementsOf(market, product.id))
      yield Object.values(ledgerColumns).map((cell) => cell(movement, product))
  }
}

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
