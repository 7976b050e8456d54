import type { Clock } from '../socket/clock.ts'
import type { Namespace, Request } from '../socket/wire.ts'
import type { RetryTimer } from './retry-timer.ts'
import type { Storage } from './storage.ts'
import type { Topics } from './topics.ts'

export interface ClientEnvironment {
  clock: Clock
  storage: Storage
  /** From 0 to below 1. */
  random: () => number
  newId: () => string
}

/** What the classes of a client share. */
export interface ClientTools<N extends Namespace> extends ClientEnvironment {
  request: Request<N>
  topics: Topics
  retryTimer: RetryTimer
}
