import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Clock, Timer } from './clock.ts'
import { HttpMarket } from './http-market.ts'
import { Outage } from './outage.ts'
import { webSocketGetsThrough } from './probe.ts'
import type { Reach, Why } from './reach.ts'
import { Transports, transportMemory } from './transports.ts'
import type { Namespace, Position } from './wire.ts'

export interface FallbackParts {
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

/** How soon a connection that polls finds out whether WebSockets are blocked; and, where they are, are still. */
const probeAfterMs = 10_000
const probeAgainMs = 10 * 60_000

/** What stands in where no WebSocket gets through: long polling; and where that does not either, plain HTTP. */
export class Fallback {
  readonly #parts: FallbackParts
  readonly #transports: Transports
  readonly #outage = new Outage()
  readonly #http: HttpMarket | null
  #probe: Timer | null = null

  constructor(parts: FallbackParts) {
    this.#parts = parts
    const found = (reach: Reach) => {
      this.#outage.found(reach)
      parts.because(this.#outage.why)
    }
    this.#http = parts.page && new HttpMarket({ ...parts, ...parts.page, found })
    this.#transports = new Transports(parts.clock, transportMemory())
  }

  /** Loads a page's market where none is known yet; resolves when the first connection may go on from it. */
  async first(): Promise<void> {
    const { page, position } = this.#parts
    // What a seller sees is not for everybody, and the server does not know yet who this is.
    if (page && page.namespace !== '/seller' && !position()) await this.#http?.first()
  }

  /** What to connect by now. */
  choose(): ReturnType<Transports['choose']> {
    return this.#transports.choose()
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

  /**
   * The connection was lost (cut, where neither side ended it), or was not made; `answer` is what the server said
   * instead.
   */
  ended({ isCut = false, answer }: { isCut?: boolean; answer?: string | undefined }): void {
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
