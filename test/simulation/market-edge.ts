import type { Logger } from 'pino'
import type { Bounds } from '../../server/bounds.ts'
import type { Clock } from '../../server/clock.ts'
import type { Core } from '../../server/core.ts'
import { RateLimits } from '../../server/edge/rate-limits.ts'
import { Dispatcher } from '../../server/socket/dispatcher.ts'
import { admit, identify } from '../../server/socket/identity.ts'
import { Streams } from '../../server/socket/streams.ts'
import type { Accept } from './network.ts'

/** What stands between the simulated network and the core: all that Socket.IO is an adapter of. */
export function openEdge(core: Core, parts: { clock: Clock; logger: Logger; bounds: Bounds }): Accept {
  const { clock, logger, bounds } = parts
  const dispatcher = new Dispatcher({
    ...core,
    logger,
    rates: new RateLimits(false, bounds.rates, () => clock.monotonic()),
    ...bounds.orders,
    ...bounds.socket,
    now: () => clock.monotonic(),
    wallClock: () => clock.now(),
  })
  const now = () => clock.now()
  const streams = new Streams({ ...core, dispatcher, logger, build: 'none', now, bounds: bounds.broadcast })
  return (link, namespace, auth) => {
    const identity = identify({ headers: {} }, auth, core.sessions, () => core.sessions.open())
    admit(namespace, identity, core.sessions)
    link.open()
    return streams.open(link, namespace, identity, '10.0.0.1')
  }
}
