// In a browser it is the browser's own.
import { NodeXHR } from 'socket.io-client'
import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Clock, Timer } from './clock.ts'
import { HttpMarket } from './http-market.ts'
import { Outage } from './outage.ts'
import { webSocketGetsThrough } from './probe.ts'
import type { Reach, Why } from './reach.ts'
import { transportMemory } from './transport-memory.ts'
import { Transports } from './transports.ts'
import type { Namespace, Position } from './wire.ts'

export interface TroubleParts {
  clock: Clock
  url: string | undefined
  /** Null for a client that shows no market, or is no page. */
  page: { namespace: Namespace } | null
  /** Whose page this is; null before that is known. */
  buyerId(): string | null
  position(): Position | null
  /** The market as it is now came by HTTP; null where it is as it is known. */
  loaded(market: Market | null): void
  because(why: Why): void
  /** False while a request waits for its answer. */
  isIdle(): boolean
  /** Ends the connection, and makes another one. */
  connectAnew(): void
}

/** How a connection ended. */
export interface Ending {
  /** Neither side ended it. */
  isCut?: boolean
  /** What the server said instead of making one. */
  answer?: string | undefined
}

/** What to connect by, as Socket.IO has it, and for how long to try. */
export interface Choice {
  transports: ['websocket'] | [typeof NodeXHR]
  timeoutMs: number
}

/** How soon a connection that polls finds out whether WebSockets are blocked; and, where they are, are still. */
const probeAfterMs = 10_000
const probeAgainMs = 10 * 60_000

/**
 * What stands in where no WebSocket gets through: long polling; and where that does not either, plain HTTP. Pages load
 * it only after all that they show.
 */
export class Trouble {
  readonly #parts: TroubleParts
  readonly #transports: Transports
  readonly #outage = new Outage()
  readonly #http: HttpMarket | null
  #probe: Timer | null = null

  constructor(parts: TroubleParts) {
    this.#parts = parts
    const found = (reach: Reach) => this.found(reach)
    this.#http = parts.page && new HttpMarket({ ...parts, ...parts.page, found })
    this.#transports = new Transports(parts.clock, transportMemory())
  }

  /** What to connect by now. */
  choose(): Choice {
    const { transport, timeoutMs } = this.#transports.choose()
    return { transports: transport === 'polling' ? [NodeXHR] : ['websocket'], timeoutMs }
  }

  /** Plain HTTP was tried. */
  found(reach: Reach): void {
    this.#outage.found(reach)
    this.#parts.because(this.#outage.why)
  }

  /** The session was opened. */
  opened(): void {
    this.#transports.opened()
    if (this.#transports.current === 'polling') this.#probeLater()
  }

  inStep(): void {
    this.#outage.over()
    this.#http?.stop()
  }

  /** The connection was lost, or was not made. */
  ended({ isCut = false, answer }: Ending): void {
    this.#stopProbing()
    const isLastWay = this.#transports.current === 'polling'
    this.#transports.ended(isCut)
    this.#away(isLastWay, answer)
  }

  /** There is no session to connect with, which takes a POST, as polling does. */
  noSession(): void {
    this.#away(true)
  }

  close(): void {
    this.#stopProbing()
    this.#http?.stop()
  }

  #away(isLastWay: boolean, answer?: string): void {
    if (isLastWay) this.#outage.failed(answer)
    this.#parts.because(this.#outage.why)
    this.#http?.start()
  }

  #stopProbing(): void {
    this.#probe?.cancel()
    this.#probe = null
  }

  /** While polling: finds out whether a WebSocket would get through, and changes over to one. */
  #probeLater(delayMs = this.#transports.isBlocked ? probeAgainMs : probeAfterMs): void {
    const { clock } = this.#parts
    this.#stopProbing()
    this.#probe = clock.schedule(delayMs * (0.5 + Math.random()), () => void this.#probeNow())
  }

  async #probeNow(): Promise<void> {
    const { clock, url, isIdle, connectAnew } = this.#parts
    const probe = this.#probe
    const getsThrough = await webSocketGetsThrough(url, clock)
    // The connection has ended meanwhile.
    if (this.#probe !== probe) return
    if (getsThrough && !isIdle()) return this.#probeLater(probeAfterMs)
    this.#transports.found(getsThrough ? 'open' : 'blocked')
    if (getsThrough) connectAnew()
    else this.#probeLater()
  }
}
