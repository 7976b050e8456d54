import type { Logger } from 'pino'
import type { EngineConnection } from '../engine-connection.ts'
import { DirectSocket, whyNotDirect } from './direct-socket.ts'

/** What the metrics tell of the fast path. */
export interface FastPathState {
  isOn: boolean
  /** WebSocket streams that had to do without it although it is on. */
  fallbacks: number
}

/**
 * The direct way to sockets (`direct-socket.ts`), and whether it is used. All works without it, at a higher cost, so
 * an operator is told where it is off: after an update of Node, say.
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

  /** The direct way to a client; null for one that polls, or where what is below is not what is known. */
  to(engine: EngineConnection): DirectSocket | null {
    if (!this.#isOn || !engine.transport.socket) return null
    const direct = DirectSocket.below(engine)
    if (!direct) this.#fellBack()
    return direct
  }

  /** Once is enough for the log: it would be the same for every connection. */
  #fellBack(): void {
    if (this.#fallbacks === 0) this.#logger.warn('a WebSocket does without the fast path for sockets')
    this.#fallbacks += 1
  }
}
