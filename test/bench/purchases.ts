import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import { type Load, type LoadResult, runLoad } from './load.ts'
import { startMeasured } from './process.ts'
import { median, percentile, spread } from './statistics.ts'

const serverScript = join(import.meta.dirname, '../../server/main.ts')
const echoScript = join(import.meta.dirname, 'echo-server.ts')
const operatorToken = 'bench-operator'

export interface PurchasesOptions {
  repetitions: number
  connections: number
  warmUpMs: number
  measureMs: number
  products: number
}

/**
 * Durable purchases a second, acknowledged after fdatasync, beside a bare Socket.IO ack echo in the same run.
 * Prints a table, and throws when an acknowledged order is not in the journal.
 */
export async function benchPurchases(options: PurchasesOptions): Promise<void> {
  const echoes: LoadResult[] = []
  const purchases: LoadResult[] = []
  for (let repetition = 0; repetition < options.repetitions; repetition += 1) {
    echoes.push(await measureEcho(options))
    purchases.push(await measurePurchases(options))
  }
  const ratios = purchases.map((result, index) => result.perSecond / echoes[index]!.perSecond)
  console.log(`\n## Purchases: ${options.connections} buyers, one request in flight each`)
  console.log('| | per second | server CPU µs each | p50 ms | p99 ms |\n| --- | --- | --- | --- | --- |')
  console.log(row('Socket.IO ack echo', echoes))
  console.log(row('Souk, durable purchases', purchases))
  console.log(
    `\nRatio, purchases to echo: ${spread(ratios)} (median of ${options.repetitions}: ${median(ratios).toFixed(2)})`,
  )
}

const row = (name: string, results: readonly LoadResult[]): string =>
  `| ${[
    name,
    spread(results.map((result) => result.perSecond)),
    spread(results.map((result) => result.cpuMicroseconds)),
    spread(results.map((result) => percentile(result.latenciesMs, 0.5))),
    spread(results.map((result) => percentile(result.latenciesMs, 0.99))),
  ].join(' | ')} |`

const always = (): boolean => true

async function measureEcho(options: PurchasesOptions): Promise<LoadResult> {
  const server = await startMeasured(echoScript, {})
  const next = (): string => `421["buy",${purchaseOf(1)}]`
  const result = await runLoad(server, { ...options, auth: {}, next, isOk: always })
  await server.stop()
  return result
}

async function measurePurchases(options: PurchasesOptions): Promise<LoadResult> {
  const folder = await mkdtemp(join(tmpdir(), 'souk-bench-'))
  try {
    const server = await startMeasured(serverScript, {
      SOUK_DATA: folder,
      SOUK_OPERATOR_TOKEN: operatorToken,
      PORT: '0',
      LOG_LEVEL: 'warn',
    })
    await listProducts(server.port, options.products)
    const load: Load = {
      ...options,
      auth: { watch: false },
      next: () => `421["purchase:create",${purchaseOf(1)}]`,
      isOk,
    }
    const result = await runLoad(server, load)
    await server.stop()
    checkJournal(folder, result)
    return result
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const purchaseOf = (productId: number): string =>
  JSON.stringify({ id: randomUUID(), lines: [{ productId, quantity: 1, unitPrice: 1_999 }] })

const okMark = Buffer.from('"ok":true')
const isOk = (buffer: Buffer, start: number, end: number): boolean =>
  buffer.subarray(start, Math.min(end, start + 32)).includes(okMark)

async function listProducts(port: number, count: number): Promise<void> {
  const seller = io(`http://127.0.0.1:${port}/seller`, {
    transports: ['websocket'],
    auth: { token: operatorToken, watch: false },
  })
  for (let listed = 0; listed < count; listed += 100) {
    const replies = await Promise.all(
      Array.from({ length: Math.min(100, count - listed) }, (_, index) =>
        createUntilKnown(seller, {
          id: randomUUID(),
          name: `Product ${listed + index + 1}`,
          price: 1_999,
          stock: 100_000_000,
        }),
      ),
    )
    if (replies.some((reply) => !reply.ok)) throw new Error('a product could not be listed')
  }
  seller.close()
}

async function createUntilKnown(seller: ReturnType<typeof io>, payload: object): Promise<{ ok: boolean }> {
  for (;;) {
    const reply = await seller.emitWithAck('product:create', payload)
    const wait: number | undefined = reply.error?.retryAfterMs
    if (wait === undefined) return reply
    await new Promise((done) => setTimeout(done, wait))
  }
}

/** Every order that was acknowledged must be in the journal: no figure counts what was not written. */
function checkJournal(folder: string, { succeeded, failed }: LoadResult): void {
  if (failed > 0) throw new Error(`${failed} purchases were refused`)
  const written = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .reduce((sum, name) => sum + countOf(readFileSync(join(folder, name)), '"type":"order:placed"'), 0)
  if (written < succeeded) throw new Error(`${succeeded} acknowledged, but only ${written} in the journal`)
}

function countOf(bytes: Buffer, text: string): number {
  let count = 0
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + text.length)) count += 1
  return count
}
