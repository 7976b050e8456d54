import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Scale } from '../scale.ts'
import { type Measured, startMeasured } from '../servers/measured.ts'
import { connectRaw, openMany, type RawClient, sourceAddress } from '../wire/raw-socket-io.ts'
import { Audience } from './audience.ts'
import { Restocks } from './restocks.ts'
import { onMarket } from './selling.ts'
import type { Load } from './turns.ts'

const fanoutScript = join(import.meta.dirname, '../servers/fanout-server.ts')

/** How many of the limit's broadcasts may be under way: one is read while the next one is written. */
const underWayMax = 2
const lookMs = 20

/** A market that sends restocks to its watchers. */
export interface MarketBroadcasts extends Load {
  /** How long the last of its changes was. */
  bytes(): number
  /** How many broadcasts a second its last turn had. */
  pace(): number
}

/** Runs work with a market and many watchers; throws when one of them missed a change. */
export async function onWatchedMarket<Result>(
  folder: string,
  scale: Scale,
  work: (load: MarketBroadcasts) => Promise<Result>,
): Promise<Result> {
  const { result } = await onMarket(folder, {}, async ({ server }) => {
    const audience = await Audience.open(server.port, scale.audience)
    const restocks = new Restocks(server.port, scale.products)
    let bytes = 0
    audience.onChange = (_from, _seq, length) => {
      bytes = length
    }
    const began = { at: 0, deliveries: 0 }
    let pace = 0
    const load: MarketBroadcasts = {
      server,
      done: () => audience.deliveries,
      begin: () => {
        restocks.begin()
        Object.assign(began, { at: performance.now(), deliveries: audience.deliveries })
      },
      end: async () => {
        const seconds = (performance.now() - began.at) / 1_000
        pace = (audience.deliveries - began.deliveries) / scale.audience / seconds
        await restocks.end()
        await audience.settle(server.port)
      },
      bytes: () => bytes,
      pace: () => pace,
    }
    const result = await work(load)
    restocks.close()
    audience.close()
    return result
  })
  return result
}

/** A server that does nothing but broadcast: `ws` a frame that was made before, `io` by `io.emit`. */
export class FanoutServer {
  readonly server: Measured
  readonly #bytes: () => number
  readonly #clients: readonly RawClient[]
  #delivered = 0
  #asked = 0
  #timer: NodeJS.Timeout | undefined
  /** As soon as possible. */
  #isEager = false

  /** Runs with a server that sends messages of the length that `bytes` returns at the time. */
  static async on<Result>(
    kind: 'ws' | 'io',
    { audience, bytes }: { audience: number; bytes: () => number },
    work: (fanout: FanoutServer) => Promise<Result>,
  ): Promise<Result> {
    const server = await startMeasured(fanoutScript, { argv: [kind] })
    try {
      const delivered: { tell: () => void } = { tell: () => undefined }
      const onPacket = (): void => delivered.tell()
      const clients = await openMany(audience, (index) =>
        connectRaw(
          { port: server.port, auth: {}, localAddress: sourceAddress(index) },
          { onPacket, onClose: () => undefined },
        ),
      )
      const fanout = new FanoutServer(server, clients, bytes)
      delivered.tell = () => fanout.#onDelivery()
      const result = await work(fanout)
      for (const client of clients) client.close()
      return result
    } finally {
      await server.stop()
    }
  }

  private constructor(server: Measured, clients: readonly RawClient[], bytes: () => number) {
    this.server = server
    this.#clients = clients
    this.#bytes = bytes
  }

  /** As many broadcasts as possible. */
  saturated(): Load {
    return this.#load(() => {
      this.#isEager = true
      for (let under = 0; under < underWayMax; under += 1) this.#ask()
    })
  }

  /** So many broadcasts a second, asked for when a turn begins. */
  paced(perSecond: () => number): Load {
    return this.#load(() => {
      this.#timer = setInterval(() => this.#ask(), 1_000 / perSecond())
    })
  }

  #load(begin: () => void): Load {
    return { server: this.server, done: () => this.#delivered, begin, end: () => this.#end() }
  }

  #ask(): void {
    this.#asked += 1
    this.server.say(String(this.#bytes()))
  }

  #onDelivery(): void {
    this.#delivered += 1
    if (this.#isEager && this.#delivered >= (this.#asked - underWayMax + 1) * this.#clients.length)
      this.#ask()
  }

  async #end(): Promise<void> {
    this.#isEager = false
    clearInterval(this.#timer)
    while (this.#delivered < this.#asked * this.#clients.length) await delay(lookMs)
  }
}
