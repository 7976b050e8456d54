import type { Subscription } from './subscription.ts'

/** Whether this client can be sent more. At most one change is on its way; later ones are merged. */
export const takesMore = ({ connection }: Subscription): boolean =>
  connection.takesMore?.() ?? connection.queued() === 0

/**
 * Whether a client has stopped reading: it exceeds its bytes, or has taken nothing for too long. Must be
 * called regularly, since progress is detected by comparison with the previous call.
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
