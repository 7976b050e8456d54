import { join } from 'node:path'
import { audit } from '../market/audit.ts'
import { onCopy } from '../market/small-market.ts'
import type { Scale } from '../scale.ts'
import { type Measured, startMeasured } from '../servers/measured.ts'
import { profiled } from '../servers/profile.ts'
import { lastSnapshot, startSouk } from '../servers/souk.ts'
import type { RequestBody } from '../wire/masked-frame.ts'
import { sourceAddress } from '../wire/raw-socket-io.ts'
import { RealClient } from '../wire/real-client.ts'
import { echoRequest, unitPrice } from '../wire/requests.ts'
import { Buyers } from './buyers.ts'
import { inTurn, type Load, type Measurement } from './turns.ts'

export interface MarketOptions {
  /** A product that a real client can have, and its price. */
  real?: { productId: number; unitPrice: number }
  /** Runs so that it can be profiled under this name. */
  profile?: string | undefined
  /** Opens what is there besides; resolves with how to end it. */
  beside?(server: Measured): Promise<() => unknown>
}

/** A running market, and its buyers. */
export interface RunningMarket {
  server: Measured
  folder: string
  /** Connects so many who do not watch; how the one with this index writes a purchase. */
  connect(count: number, bodyOf: (index: number) => RequestBody): Promise<Buyers>
}

/**
 * Runs work with a market on a copy of a folder, in which a real client has bought something too. Then checks that all
 * acknowledged orders are in its journal; resolves also with their number.
 */
export function onMarket<Result>(
  market: string,
  options: MarketOptions,
  work: (market: RunningMarket) => Promise<Result>,
): Promise<{ result: Result; orders: number }> {
  const { real = { productId: 1, unitPrice }, beside, profile } = options
  return onCopy(market, async (folder) => {
    const server = await startSouk(folder, profile ? profiled(profile) : {})
    const all: Buyers[] = []
    const connect = async (count: number, bodyOf: (index: number) => RequestBody): Promise<Buyers> => {
      const buyers = await connectBuyers(server, count, bodyOf)
      all.push(buyers)
      return buyers
    }
    try {
      const end = await beside?.(server)
      const realClient = new RealClient(server.port, '', {})
      const bought = await realClient.buy(real.productId, real.unitPrice)
      realClient.close()
      const result = await work({ server, folder, connect })
      for (const buyers of all) buyers.close()
      await end?.()
      await server.stop()
      const ofReal = { prefix: bought.slice(0, 24), numbers: [Number.parseInt(bought.slice(24), 16)] }
      const acknowledged = all.flatMap((buyers) => buyers.acknowledged)
      return { result, orders: await audit(folder, [...acknowledged, ofReal]) }
    } finally {
      await server.stop()
    }
  })
}

/** Connects so many who do not watch, each with a session of its own. */
export const connectBuyers = (
  { port }: Measured,
  count: number,
  bodyOf: (index: number) => RequestBody,
): Promise<Buyers> =>
  Buyers.connect({ port, count, auth: { watch: false }, bodyOf, addressOf: sourceAddress })

const echoScript = join(import.meta.dirname, '../servers/echo-server.ts')

/** The limit: a bare Socket.IO server that answers with what it got. */
export interface RunningEcho {
  server: Measured
  /** Sends the same requests as the buyers. */
  buyers: Buyers
  connect(count: number): Promise<Buyers>
}

/** Works with the limit. */
export async function onEcho<Result>(
  scale: Scale,
  work: (echo: RunningEcho) => Promise<Result>,
): Promise<Result> {
  const server = await startMeasured(echoScript)
  try {
    const connect = (count: number): Promise<Buyers> => connectBuyers(server, count, () => echoRequest)
    return await work({ server, connect, buyers: await connect(scale.buyers) })
  } finally {
    await server.stop()
  }
}

/** Buyers who send as fast as they are answered, or at a rate over all of them. */
export const asking = (server: Measured, buyers: Buyers, perSecond?: number): Load => ({
  server,
  done: () => buyers.tally.succeeded,
  begin: () => (perSecond === undefined ? buyers.askNonStop() : buyers.askAt(perSecond)),
  end: () => buyers.stop(),
  keepLatencies: (to) => {
    buyers.tally.latenciesMs = to
  },
})

/** A market's folder, what there is besides, and how its buyers write a purchase. */
export interface Selling extends MarketOptions {
  folder: string
  bodyOf(index: number): RequestBody
  /** Is it to be measured until a snapshot was completed there? */
  untilSnapshot?: boolean
}

/** Sells as fast as possible in two markets, in turn; resolves with the figures of both, and the number of orders. */
export async function sellBeside(
  scale: Scale,
  one: Selling,
  other: Selling,
): Promise<{ one: Measurement[]; other: Measurement[]; orders: number }> {
  const all = await onMarket(one.folder, one, (oneMarket) =>
    onMarket(other.folder, other, async (otherMarket) => {
      const first = await oneMarket.connect(scale.buyers, one.bodyOf)
      const second = await otherMarket.connect(scale.buyers, other.bodyOf)
      const loads = [asking(oneMarket.server, first), asking(otherMarket.server, second)]
      const before = lastSnapshot(otherMarket.folder)
      const until = (): boolean => lastSnapshot(otherMarket.folder) > before
      return inTurn(loads, scale, other.untilSnapshot ? { until } : {})
    }),
  )
  const [ofOne = [], ofOther = []] = all.result.result
  return { one: ofOne, other: ofOther, orders: all.orders + all.result.orders }
}
