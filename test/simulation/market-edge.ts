import type { Logger } from 'pino'
import type { Bounds } from '../../server/bounds.ts'
import type { Core } from '../../server/core.ts'
import { RateLimits } from '../../server/edge/rate-limits.ts'
import type { Clock } from '../../server/os/clock.ts'
import { ClientSessions } from '../../server/socket/client-sessions.ts'
import { Dispatcher } from '../../server/socket/dispatcher.ts'
import { admit, identify } from '../../server/socket/identity.ts'
import type { Accept } from './network.ts'

/** Limits for hostile guests on two networks of their own, so low that a few guests reach each. */
const tightRates = {
  crowded: {
    ordersPerGuestAtOnce: 4,
    cancellationsPerBuyerAtOnce: 2,
    ordersPerAddressPerHour: 8,
    ordersPerAddressPerBuyer: 2,
    cancellationsPerAddressPerHour: 4,
    cancellationsPerAddressPerBuyer: 0,
  },
  new: { newGuestsPerAddressPerHour: 2 },
}

/** Connects the simulated network to the core, in place of the Socket.IO adapter. */
export function openEdge(core: Core, parts: { clock: Clock; logger: Logger; bounds: Bounds }): Accept {
  const { clock, logger, bounds } = parts
  const streamsWith = (rates: RateLimits): ClientSessions => {
    const dispatcher = new Dispatcher({
      ...core,
      logger,
      rates,
      ...bounds.orders,
      ...bounds.socket,
      clock,
    })
    return new ClientSessions({
      ...core,
      dispatcher,
      logger,
      build: 'none',
      clock,
      bounds: { ...bounds.broadcast, ...bounds.socket },
    })
  }
  const monotonic = () => clock.monotonic()
  // Simulated clients are busier than people: limits would only slow them down.
  const crowd = streamsWith(new RateLimits(false, bounds.rates, monotonic))
  const strangersAt = (network: keyof typeof tightRates) =>
    streamsWith(new RateLimits(true, { ...bounds.rates, ...tightRates[network] }, monotonic))
  const strangers = { crowded: strangersAt('crowded'), new: strangersAt('new') }
  return (link, namespace, auth) => {
    const identity = identify({ headers: {} }, auth, core.sessions, () => core.sessions.open())
    admit(namespace, identity, core.sessions)
    link.open()
    const { network } = auth as { network?: keyof typeof tightRates }
    return network
      ? strangers[network].open(link, namespace, identity, '10.6.6.6')
      : crowd.open(link, namespace, identity, '10.0.0.1')
  }
}
