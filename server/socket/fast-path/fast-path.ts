import type { Logger } from 'pino'
import type { EngineConnection } from '../engine-connection.ts'
import { DirectSocket, whyNotDirect } from './direct-socket.ts'

/** The state of the fast path, for metrics. */
export interface FastPathState {
  isOn: boolean
  /** WebSockets without the fast path while it is on. */
  fallbacks: number
}

/**
 * Whether the fast path (`direct-socket.ts`) is used. Everything works without it at a higher cost, so the
 * log says when it is off, for example after an update of Node.
 */
export class FastPath {
  readonly #logger: Logger
  readonly #isOn: boolean
  #fallbacks = 0

  constructor(isWanted: boolean, logger: Logger, whyNot = isWanted ? whyNotDirect() : 'it is switched off') {
    this.#logger = logger
    this.#isOn = whyNot === null
    if (whyNot === null) logger.info('fast path for sockets: on')
    else logger[isWanted ? 'warn' : 'info']({ reason: whyNot }, 'fast path for sockets: off')
  }

  get state(): FastPathState {
    return { isOn: this.#isOn, fallbacks: this.#fallbacks }
  }

  /** The fast path to a client; null if the client polls, or the internals below are unknown. */
  to(engine: EngineConnection): DirectSocket | null {
    if (!this.#isOn || !engine.transport.socket) return null
    const direct = DirectSocket.below(engine)
    if (direct) return direct
    // Logged once, since it would be the same for every connection.
    if (this.#fallbacks === 0) this.#logger.warn('a WebSocket does without the fast path for sockets')
    this.#fallbacks += 1
    return null
  }
}
