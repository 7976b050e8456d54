import type { Subscription } from './subscription.ts'

/** Can this client be handed more? At most one change is under way to it: later ones merge meanwhile. */
export const takesMore = ({ connection }: Subscription): boolean =>
  connection.takesMore?.() ?? connection.queued() === 0

/**
 * Has a client stopped reading: over its bytes, or nothing taken for too long? To be asked regularly, since
 * progress is seen by comparing with the time before.
 */
export function isStalled(
  subscription: Subscription,
  now: number,
  bounds: { unsentBytesMax: number; stalledMsMax: number },
): boolean {
  const queued = subscription.connection.queued()
  const took = queued < subscription.queuedBefore
  subscription.queuedBefore = queued
  if (queued === 0) subscription.stalledSince = null
  else if (took || subscription.stalledSince === null) subscription.stalledSince = now
  return (
    queued > bounds.unsentBytesMax ||
    (subscription.stalledSince !== null && now - subscription.stalledSince >= bounds.stalledMsMax)
  )
}
