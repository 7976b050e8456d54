// In a browser, this is the browser's own XMLHttpRequest.
import { NodeXHR } from 'socket.io-client'
import type { Timer } from './clock.ts'
import type { Why } from './connection.ts'
import { HttpMarket, type HttpMarketDependencies } from './http-market.ts'
import { Outage } from './outage.ts'
import { webSocketGetsThrough } from './probe.ts'
import type { Reach } from './session.ts'
import { transportMemory } from './transport-memory.ts'
import { Transports } from './transports.ts'
import type { Namespace } from './wire.ts'

export interface TroubleDependencies extends Omit<HttpMarketDependencies, 'namespace' | 'found'> {
  /** The page's namespace; null for a client that is not a page. */
  page: Namespace | null
  because(why: Why): void
  /** False while a request has no answer yet. */
  isIdle(): boolean
  /** Disconnects and connects again. */
  connectAnew(): void
}

/** How a connection ended. */
export interface Ending {
  /** True if neither side ended it. */
  isCut?: boolean
  /** The server's answer if it refused to connect. */
  answer?: string | undefined
}

/** Transports in Socket.IO's form, and the timeout for connecting. */
export interface Choice {
  transports: ['websocket'] | [typeof NodeXHR]
  timeoutMs: number
}

/** When a polling connection tests whether WebSockets are blocked, and (below) whether they still are. */
const probeAfterMs = 10_000
const probeAgainMs = 10 * 60_000

/** The fallbacks if WebSockets are blocked: long polling, then plain HTTP. Loaded after all that a page shows. */
export class Trouble {
  readonly #dependencies: TroubleDependencies
  readonly #transports: Transports
  readonly #outage = new Outage()
  readonly #http: HttpMarket | null
  #probe: Timer | null = null

  constructor(dependencies: TroubleDependencies) {
    this.#dependencies = dependencies
    const found = (reach: Reach) => this.found(reach)
    this.#http = dependencies.page && new HttpMarket({ ...dependencies, namespace: dependencies.page, found })
    this.#transports = new Transports(dependencies.clock, transportMemory)
  }

  choose(): Choice {
    const { transport, timeoutMs } = this.#transports.choose()
    return { transports: transport === 'polling' ? [NodeXHR] : ['websocket'], timeoutMs }
  }

  /** Records the result of a plain HTTP request. */
  found(reach: Reach): void {
    this.#outage.found(reach)
    this.#dependencies.because(this.#outage.why)
  }

  opened(): void {
    this.#transports.opened()
    if (this.#transports.current === 'polling') this.#probeLater()
  }

  inStep(): void {
    this.#outage.over()
    this.#http?.stop()
  }

  ended({ isCut = false, answer }: Ending): void {
    this.#stopProbing()
    const isLastWay = this.#transports.current === 'polling'
    this.#transports.ended(isCut)
    this.#away(isLastWay, answer)
  }

  /** No session could be opened. That takes a POST, as polling does, so polling would fail too. */
  noSession(): void {
    this.#away(true)
  }

  close(): void {
    this.#stopProbing()
    this.#http?.stop()
  }

  #away(isLastWay: boolean, answer?: string): void {
    if (isLastWay) this.#outage.failed(answer)
    this.#dependencies.because(this.#outage.why)
    this.#http?.start()
  }

  #stopProbing(): void {
    this.#probe?.cancel()
    this.#probe = null
  }

  /** While polling, tests after a delay whether WebSockets get through, and then switches to one. */
  #probeLater(delayMs = this.#transports.isBlocked ? probeAgainMs : probeAfterMs): void {
    const { clock } = this.#dependencies
    this.#stopProbing()
    this.#probe = clock.schedule(delayMs * (0.5 + Math.random()), () => void this.#probeNow())
  }

  async #probeNow(): Promise<void> {
    const { clock, url, isIdle, connectAnew } = this.#dependencies
    const probe = this.#probe
    const getsThrough = await webSocketGetsThrough(url, clock)
    // The connection has ended since.
    if (this.#probe !== probe) return
    if (getsThrough && !isIdle()) return this.#probeLater(probeAfterMs)
    this.#transports.found(getsThrough ? 'open' : 'blocked')
    if (getsThrough) connectAnew()
    else this.#probeLater()
  }
}
