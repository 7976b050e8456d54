import type { Order } from '../../shared/protocol/shapes.ts'
import type { EventOf, Namespace, PayloadOf, ReplyOf, Request } from '../socket/wire.ts'
import type { RetryTimer } from './retry-timer.ts'
import { type Ended, sendUntilKnown, type Unknown } from './send-until-known.ts'

/** Events that carry an id of their own, and so can be repeated. */
export type CommandOf<N extends Namespace> = {
  [E in EventOf<N>]: PayloadOf<N, E> extends { id: string } ? E : never
}[EventOf<N>]

export interface CommandOptions {
  /** Told after each try that left the outcome unknown: time to say "we are finding out". */
  onUnknown?: (why: Unknown) => void
}

export interface CommandsParts<N extends Namespace> {
  request: Request<N>
  retryTimer: RetryTimer
  newId: () => string
  random: () => number
  /** The market that is shown: what was meant for one is not sent to another, where ids are other things. */
  epoch: () => string | null
  /** Told of each order that came in a reply: the server does not push it to this connection as well. */
  onOrder: (order: Order) => void
}

/**
 * Commands other than purchases: each gets an id, and is sent with it until the outcome is known. They are not
 * stored: a reload forgets them, and the person sees in the market what became of them.
 */
export class Commands<N extends Namespace> {
  readonly #parts: CommandsParts<N>
  #stopped = false

  constructor(parts: CommandsParts<N>) {
    this.#parts = parts
  }

  /**
   * Sends a command until its outcome is known: `ok` with the reply, or `refused`. `given-up` only when the
   * client was stopped before that, or the market became another one. Never throws.
   */
  async send<E extends CommandOf<N>>(
    event: E,
    payload: Omit<PayloadOf<N, E>, 'id'>,
    options: CommandOptions = {},
  ): Promise<Ended<ReplyOf<N, E>>> {
    const epoch = this.#parts.epoch()
    const isOfAnother = () => epoch !== null && this.#parts.epoch() !== epoch
    const whole = { ...payload, id: this.#parts.newId() } as PayloadOf<N, E>
    const ended = await sendUntilKnown({
      send: () => this.#parts.request(event, whole),
      retryTimer: this.#parts.retryTimer,
      random: this.#parts.random,
      onUnknown: options.onUnknown ?? (() => {}),
      isOver: () => this.#stopped || isOfAnother(),
    })
    const order = ended.kind === 'ok' ? orderIn(ended.reply) : null
    if (order) this.#parts.onOrder(order)
    return ended
  }

  start(): void {
    this.#stopped = false
  }

  stop(): void {
    this.#stopped = true
  }
}

const orderIn = (reply: object): Order | null => ('order' in reply ? (reply.order as Order) : null)
