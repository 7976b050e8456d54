import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { audit } from '../market/audit.ts'
import { onCopy } from '../market/small-market.ts'
import type { Scale } from '../scale.ts'
import { type Measured, startMeasured } from '../servers/measured.ts'
import { profiled } from '../servers/profile.ts'
import { lastSnapshot, startSouk } from '../servers/souk.ts'
import type { RequestBody } from '../wire/masked-frame.ts'
import { RealClient } from '../wire/real-client.ts'
import { echoRequest, unitPrice } from '../wire/requests.ts'
import { type Acknowledged, Buyers } from './buyers.ts'
import { measure, type Speed } from './measure.ts'

/** How a server did under buyers who ask as fast as they are answered. */
export interface Sold extends Speed {
  latenciesMs: number[]
  /** Were any completed while it was measured? */
  snapshots: number
  /** Acknowledged, and found in the journal. */
  orders: number
}

export interface SellOptions {
  scale: Scale
  /** How the buyer with this index writes a purchase. */
  bodyOf(index: number): RequestBody
  /** A price and a product that a real client can have. */
  real?: { productId: number; unitPrice: number }
  measureMs?: number
  /** Is the run to last until a snapshot was completed in it? */
  untilSnapshot?: boolean
  /** Profiles the measured time under this name. */
  profile?: string | undefined
  /** Opens what is there besides; resolves with how to end it. */
  beside?(server: Measured): Promise<() => unknown>
}

/** Sells on a copy of a market's folder; whatever was acknowledged is looked for in the journal. */
export function sell(market: string, options: SellOptions): Promise<Sold> {
  return onCopy(market, async (folder) => {
    const server = await startSouk(folder, options.profile ? profiled(options.profile) : {})
    const { sold, acknowledged } = await sellOn(server, folder, options).finally(() => server.stop())
    return { ...sold, orders: await audit(folder, acknowledged) }
  })
}

async function sellOn(server: Measured, folder: string, options: SellOptions) {
  const { scale, bodyOf, real = { productId: 1, unitPrice } } = options
  const end = await options.beside?.(server)
  const auth = { watch: false }
  const buyers = await Buyers.connect({ port: server.port, count: scale.buyers, auth, bodyOf })
  const realClient = new RealClient(server.port, '', {})
  buyers.askNonStop()
  const bought = realClient.buy(real.productId, real.unitPrice)
  await delay(scale.warmUpMs)
  const before = lastSnapshot(folder)
  const isSnapshotDone = (): boolean => lastSnapshot(folder) > before
  const latenciesMs: number[] = []
  buyers.tally.latenciesMs = latenciesMs
  if (options.profile) server.tell('SIGUSR2')
  const speed = await measure(server, () => buyers.tally.succeeded, {
    ms: options.measureMs ?? scale.measureMs,
    ...(options.untilSnapshot ? { until: isSnapshotDone, msMax: scale.measureMsMax } : {}),
  })
  if (options.profile) server.tell('SIGUSR2')
  buyers.tally.latenciesMs = null
  const snapshots = isSnapshotDone() ? 1 : 0
  await buyers.stop()
  const acknowledged = [...buyers.acknowledged, acknowledgedOne(await bought)]
  realClient.close()
  buyers.close()
  await end?.()
  return { sold: { ...speed, latenciesMs, snapshots }, acknowledged }
}

const acknowledgedOne = (id: string): Acknowledged => ({
  prefix: id.slice(0, 24),
  numbers: [Number.parseInt(id.slice(24), 16)],
})

/** The limit: the same requests, answered by a bare Socket.IO server with what it got. */
export async function echo(
  scale: Scale,
  measureMs = scale.measureMs,
): Promise<Speed & { latenciesMs: number[] }> {
  const server = await startEcho()
  try {
    const bodyOf = () => echoRequest
    const buyers = await Buyers.connect({ port: server.port, count: scale.buyers, auth: {}, bodyOf })
    buyers.askNonStop()
    await delay(scale.warmUpMs)
    const latenciesMs: number[] = []
    buyers.tally.latenciesMs = latenciesMs
    const speed = await measure(server, () => buyers.tally.succeeded, { ms: measureMs })
    buyers.tally.latenciesMs = null
    await buyers.stop()
    buyers.close()
    return { ...speed, latenciesMs }
  } finally {
    await server.stop()
  }
}

const echoScript = join(import.meta.dirname, '../servers/echo-server.ts')

export const startEcho = (): Promise<Measured> => startMeasured(echoScript)
