import { stringify } from 'csv-stringify/sync'
import { type ProductColumn, productColumnNames, productColumns } from '../../shared/catalog/product.ts'
import { toMajor } from '../../shared/money.ts'
import type { OrderState } from '../market/order.ts'
import type { ProductState } from '../market/state.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { movementsOf } from '../store/ledger-page.ts'
import { cellOf, shownOf } from './cells.ts'

/** A spreadsheet takes a file for UTF-8 when it begins so. */
const byteOrderMark = '\ufeff'

/** So many rows are written at once, and then as many more as the reader takes. */
const rowsPerChunk = 200

type Cell = string | number | null

/** Rows as text, head first, in chunks: a large export is made as it is read. */
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

/** A shop's products, in the columns that the import reads; `restock` stays empty for its owner to fill in. */
export function* productRows(market: DurableMarket, shopId: number): Generator<Cell[]> {
  const { currencyDigits } = market.counters
  for (const product of market.products.map.values()) {
    if (product.shopId !== shopId || product.deleted) continue
    yield productColumnNames.map((column) => productCell(product, column, currencyDigits))
  }
}

function productCell(product: ProductState, column: ProductColumn, digits: number): Cell {
  if (column === 'productId') return product.id
  if (column === 'restock') return null
  const value = shownOf(product[column])
  return productColumns[column] === 'amount' ? toMajor(Number(value), digits) : value
}

export const orderHead = [
  'number',
  'pickupCode',
  'status',
  'placedAt',
  'fulfilledAt',
  'cancelledAt',
  'cancelledBy',
  'reason',
  'buyerName',
  'productId',
  'product',
  'quantity',
  'unitPrice',
  'orderTotal',
  'orderId',
  'collectBy',
]

/** A shop's orders, oldest first, a row a line. */
export function* orderRows(
  market: DurableMarket,
  shopId: number,
  nameOf: (buyerId: string) => string,
): Generator<Cell[]> {
  const { currencyDigits } = market.counters
  for (const { seq, row } of [...market.ordersOfShop.of(shopId)]) {
    const order = market.orders.at(row)
    // The log has an order once for each change of it.
    if (order.seq !== seq) continue
    for (const line of order.lines) yield rowOfLine(order, line, nameOf(order.buyerId), currencyDigits)
  }
}

const rowOfLine = (
  order: OrderState,
  line: OrderState['lines'][number],
  buyerName: string,
  digits: number,
): Cell[] => [
  order.number,
  order.pickupCode,
  order.status,
  timeOf(order.placedAt),
  timeOf(order.fulfilledAt),
  timeOf(order.cancelledAt),
  order.cancelledBy,
  order.reason,
  buyerName,
  line.productId,
  line.name,
  line.quantity,
  toMajor(line.unitPrice, digits),
  toMajor(order.total, digits),
  order.id,
  timeOf(order.collectBy),
]

export const ledgerHead = [
  'productId',
  'product',
  'seq',
  'at',
  'kind',
  'quantity',
  'stock',
  'by',
  'reason',
  'orderId',
]

/** How a shop's stock moved, product by product; of one product where it is named. */
export function* ledgerRows(
  market: DurableMarket,
  shopId: number,
  productId: number | null,
): Generator<Cell[]> {
  for (const product of market.products.map.values()) {
    if (product.shopId !== shopId || (productId !== null && product.id !== productId)) continue
    for (const movement of movementsOf(market, product.id))
      yield [
        product.id,
        product.name,
        movement.seq,
        timeOf(movement.at),
        movement.kind,
        movement.quantity,
        movement.stock,
        movement.by,
        movement.reason,
        movement.orderId,
      ]
  }
}

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
