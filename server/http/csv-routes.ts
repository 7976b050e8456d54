import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type ImportDone, importApply } from '../../shared/protocol/import-messages.ts'
import { limits } from '../../shared/protocol/limits.ts'
import { refuse } from '../../shared/refusals.ts'
import type { OrderContext } from '../broadcast/views.ts'
import {
  asCsv,
  type Cell,
  ledgerHead,
  ledgerRows,
  orderHead,
  orderRows,
  productHead,
  productRows,
  rowsOfShops,
  shopColumn,
} from '../csv/export-tables.ts'
import { countsOf, type ImportDesk } from '../csv/import-desk.ts'
import { TooManyRows } from '../csv/pending-imports.ts'
import { NoTable } from '../csv/read-table.ts'
import type { Outcome } from '../queue/outcome.ts'
import type { CommandQueue } from '../queue/queue.ts'
import { wireRefusal } from '../socket/replies.ts'
import { checkLimit, HttpRefusal } from './http-refusal.ts'
import { bufferOf, checked, readBuffers, wholeNumber } from './request-input.ts'
import {
  checkSeller,
  checkSellerOfAll,
  checkWritingSeller,
  type Seller,
  type SellerDependencies,
} from './seller-request.ts'

export interface CsvDependencies extends SellerDependencies {
  queue: CommandQueue
  importDesk: ImportDesk
  orders: OrderContext
}

/** A file of thousands of rows keeps the market's core busy for a third of a second: thirty of them a minute do. */
const importPoints = 20

/** A shop's products, orders and ledger as files, and products back from one. */
export async function csvRoutes(http: FastifyInstance, dependencies: CsvDependencies): Promise<void> {
  const { market, orders } = dependencies
  readBuffers(http)
  http.post('/api/import', { bodyLimit: limits.importBytesMax }, async (request) => {
    const seller = checkWritingSeller(request, dependencies, importPoints)
    const body = bufferOf(request)
    const { check } = request.query as { check?: string }
    return check === undefined
      ? apply(dependencies, seller, jsonOf(body))
      : checkFile(dependencies, seller, body)
  })
  /** Answers with a table of the shop that a request names, or with `?shops=all` of all, and then says whose each row is. */
  const exportTable = <Column extends string>(
    name: string,
    headOf: (shopIds: readonly number[]) => readonly Column[],
    rowsOf: (shopId: number, query: Query, head: readonly Column[]) => Iterable<Cell[]>,
  ) =>
    http.get(`/api/export/${name}.csv`, async (request, reply) => {
      const query = request.query as Query
      if (query.shops !== 'all') {
        const { shopId } = checkSeller(request, dependencies)
        const head = headOf([shopId])
        return download(reply, name, asCsv(head, rowsOf(shopId, query, head)))
      }
      const shops = checkSellerOfAll(request, dependencies)
      const head = headOf(shops.map(({ id }) => id))
      return download(
        reply,
        name,
        asCsv(
          [shopColumn, ...head],
          rowsOfShops(shops, (id) => rowsOf(id, query, head)),
        ),
      )
    })
  exportTable(
    'products',
    (shopIds) => productHead(market, shopIds),
    (shopId, _query, head) => productRows(market, shopId, head),
  )
  exportTable(
    'orders',
    () => orderHead,
    (shopId) => orderRows(market, shopId, orders.nameOf),
  )
  exportTable(
    'ledger',
    () => ledgerHead,
    (shopId, { productId }) =>
      ledgerRows(market, shopId, productId === undefined ? null : wholeNumber('productId', productId)),
  )
}

interface Query {
  shops?: string
  productId?: string
}

async function checkFile({ importDesk }: CsvDependencies, { actor, shopId }: Seller, body: Buffer) {
  try {
    return await importDesk.check(actor, shopId, body)
  } catch (error) {
    if (error instanceof TooManyRows) throw new HttpRefusal(refuse('busy', { retryAfterMs: 60_000 }))
    if (!(error instanceof NoTable)) throw error
    throw new HttpRefusal(refuse('invalid', { issues: [{ path: 'body', message: error.message }] }))
  }
}

async function apply(
  { importDesk, queue, market, orders, rates }: CsvDependencies,
  { actor, shopId }: Seller,
  body: unknown,
): Promise<ImportDone> {
  const { id, token } = checked(importApply, body)
  if (actor.kind !== 'operator') checkLimit(rates.takeImport(shopId, countsOf(token).created))
  const envelope = await importDesk.envelope(actor, id, token)
  const outcome = await new Promise<Outcome>((reply) => queue.submit('import', envelope, reply, actor.id))
  await importDesk.ended(token, envelope, outcome)
  if (outcome.kind === 'refused') throw new HttpRefusal(wireRefusal(outcome.refusal, market, orders))
  return { seq: outcome.seq, ...countsOf(token) }
}

function jsonOf(body: Buffer): unknown {
  // Files may be larger than messages are.
  if (body.length > limits.messageBytesMax) return null
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function download(reply: FastifyReply, name: string, chunks: Generator<string>): FastifyReply {
  return reply
    .headers({
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'private, no-store',
    })
    .type('text/csv; charset=utf-8')
    .send(Readable.from(chunks, { objectMode: true, highWaterMark: 4 }))
}
