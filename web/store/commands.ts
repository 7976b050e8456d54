import type { Order } from '../../shared/protocol/shapes.ts'
import type { EventOf, Namespace, PayloadOf, ReplyOf } from '../socket/wire.ts'
import type { ClientTools } from './client-tools.ts'
import { type Ended, sendUntilKnown, type Unknown } from './send-until-known.ts'

/** Events with a command id, which makes it safe to repeat them. */
export type CommandOf<N extends Namespace> = {
  [E in EventOf<N>]: PayloadOf<N, E> extends { id: string } ? E : never
}[EventOf<N>]

export interface CommandOptions {
  /** The id of a command that was stored before; a new one when absent. */
  id?: string
  /** Called after each try whose outcome is unknown. */
  onUnknown?: (why: Unknown) => void
}

export interface CommandsDependencies<N extends Namespace> extends ClientTools<N> {
  /** The epoch of the market on screen. A command is not sent to another market, where its ids mean other things. */
  epoch: () => string | null
  /** Called with each order in a reply, because the server does not push it to this connection as well. */
  onOrder: (order: Order) => void
  isStopped: () => boolean
}

/** Sends commands other than purchases until their outcome is known. After a reload, the market itself shows it. */
export class Commands<N extends Namespace> {
  readonly #dependencies: CommandsDependencies<N>

  constructor(dependencies: CommandsDependencies<N>) {
    this.#dependencies = dependencies
  }

  /**
   * Resolves with `ok` and the reply, `refused`, or `given-up` if the client stopped or the market was replaced before
   * the outcome was known. Never throws.
   */
  async send<E extends CommandOf<N>>(
    event: E,
    payload: Omit<PayloadOf<N, E>, 'id'>,
    options: CommandOptions = {},
  ): Promise<Ended<ReplyOf<N, E>>> {
    const { request, newId, isStopped, onOrder } = this.#dependencies
    const epoch = this.#dependencies.epoch()
    const isOfAnother = () => epoch !== null && this.#dependencies.epoch() !== epoch
    const whole = { ...payload, id: options.id ?? newId() } as PayloadOf<N, E>
    const ended = await sendUntilKnown({
      ...this.#dependencies,
      send: () => request(event, whole),
      onUnknown: options.onUnknown ?? (() => {}),
      isOver: () => isStopped() || isOfAnother(),
    })
    const order = ended.kind === 'ok' ? orderIn(ended.reply) : null
    if (order) onOrder(order)
    return ended
  }
}

const orderIn = (reply: object): Order | null => ('order' in reply ? (reply.order as Order) : null)
