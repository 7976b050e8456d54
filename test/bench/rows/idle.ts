import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Audience } from '../load/audience.ts'
import { makeMarket, onCopy } from '../market/small-market.ts'
import { bounded, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import { type Measured, startMeasured } from '../servers/measured.ts'
import { metricOf, startSouk } from '../servers/souk.ts'
import { spread } from '../statistics.ts'
import { connectRaw, openMany, sourceAddress } from '../wire/raw-socket-io.ts'

const echoScript = join(import.meta.dirname, '../servers/echo-server.ts')
const collecting = { nodeOptions: ['--import', join(import.meta.dirname, '../servers/collect-on-signal.ts')] }

/** This many connect and leave first, so that code and pools that grow once are not counted. */
const before = 0.05
const settleMs = 1_000
const kbMax = 4

type Open = (port: number, count: number) => Promise<{ close(): void }[]>

/**
 * Row 6. Memory of an idle session, in KB of the process, beside a connection of a bare Socket.IO server; both after a
 * garbage collection.
 */
export async function benchIdle(scale: Scale): Promise<Result[]> {
  const market = await makeMarket(scale.products)
  const bare: number[] = []
  const idle: number[] = []
  const watching: number[] = []
  const heapMb: number[] = []
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1) {
    bare.push(await perSession(await startMeasured(echoScript, collecting), scale, openWith({})))
    for (const [figures, open] of [
      [idle, openWith({ watch: false })],
      [watching, openWatching],
    ] as const) {
      const kb = await onCopy(market, async (folder) => {
        const server = await startSouk(folder, collecting)
        return perSession(server, scale, open, async () => {
          heapMb.push((await metricOf(server, 'nodejs_heap_size_used_bytes')) / 1e6)
        })
      })
      figures.push(kb)
    }
  }
  console.log(`\n## 6 ${scale.idle} idle sessions, KB each\n`)
  console.log(
    table(
      ['', 'KB'],
      [
        ['bare Socket.IO', spread(bare)],
        ['Souk, watch: false', spread(idle)],
        ['Souk, watching', spread(watching)],
      ],
    ),
  )
  console.log(`\nSouk's heap with them: ${spread(heapMb)} MB`)
  return [
    resultOf('idle session, KB more than a bare one', idle, bare),
    resultOf('idle session that watches, KB more than a bare one', watching, bare),
  ]
}

function resultOf(what: string, figures: readonly number[], bare: readonly number[]): Result {
  const more = figures.map((kb, index) => kb - bare[index]!)
  const limit = `${spread(bare)} + ${kbMax}`
  return { ...bounded({ row: '6', what, goal: `≤ bare + ${kbMax} KB` }, more, kbMax), limit }
}

/** Memory per session: the growth of the process, divided by the number of sessions. */
async function perSession(
  server: Measured,
  scale: Scale,
  open: Open,
  look?: () => Promise<void>,
): Promise<number> {
  try {
    for (const client of await open(server.port, Math.ceil(scale.idle * before))) client.close()
    const emptyKb = await settledKb(server, scale)
    const clients = await open(server.port, scale.idle)
    const fullKb = await settledKb(server, scale)
    await look?.()
    for (const client of clients) client.close()
    return (fullKb - emptyKb) / scale.idle
  } finally {
    await server.stop('SIGKILL')
  }
}

async function settledKb(server: Measured, { measureMs }: Scale): Promise<number> {
  for (let collection = 0; collection < 3; collection += 1) {
    await delay(Math.min(settleMs, measureMs))
    server.tell('SIGUSR2')
  }
  await delay(Math.min(settleMs, measureMs))
  return server.memoryKb()
}

const openWith =
  (auth: object): Open =>
  (port, count) =>
    openMany(count, (index) =>
      connectRaw(
        { port, auth, localAddress: sourceAddress(index) },
        { onPacket: () => undefined, onClose: () => undefined },
      ),
    )

const openWatching: Open = async (port, count) => [await Audience.open(port, count)]
