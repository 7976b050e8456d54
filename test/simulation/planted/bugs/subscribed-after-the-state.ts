import * as original from '../../../../server/broadcast/broadcaster.ts'
import type { Connection } from '../../../../server/broadcast/connection.ts'
import type { Message } from '../../../../server/broadcast/messages.ts'
import type { Clock } from '../../../../server/os/clock.ts'
import { alteredConnection } from '../altered-connection.ts'

/** How long after the state a client misses changes. */
const lateMs = 20

export class Broadcaster extends original.Broadcaster {
  readonly #clock: Clock

  constructor(parts: original.BroadcasterDependencies) {
    super(parts)
    this.#clock = parts.clock
  }

  override join(connection: Connection, ...rest: JoinRest): void {
    const subscribedAt = this.#clock.monotonic() + lateMs
    let isJoined = false
    const isMissed = ({ event }: Message): boolean =>
      isJoined && event === 'market:changed' && this.#clock.monotonic() < subscribedAt
    const send: Connection['send'] = (message) => {
      if (!isMissed(message)) connection.send(message)
    }
    const deliver: Connection['deliver'] = (message, another) => {
      if (!isMissed(message)) return connection.deliver(message, another)
      return another === null || connection.deliver(another, null)
    }
    super.join(alteredConnection(connection, { send, deliver }), ...rest)
    isJoined = true
  }
}

type JoinRest = Parameters<original.Broadcaster['join']> extends [unknown, ...infer Rest] ? Rest : never
