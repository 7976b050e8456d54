import type { Subscriber } from './subscriber.ts'

/** Can this client be handed more? At most one change is under way to it: later ones merge meanwhile. */
export const takesMore = ({ connection }: Subscriber): boolean =>
  connection.takesMore?.() ?? connection.queued() === 0

/**
 * Has a client stopped reading: over its bytes, or nothing taken for too long? To be asked regularly, since
 * progress is seen by comparing with the time before.
 */
export function isStalled(
  subscriber: Subscriber,
  now: number,
  bounds: { unsentBytesMax: number; stalledMsMax: number },
): boolean {
  const queued = subscriber.connection.queued()
  const took = queued < subscriber.queuedBefore
  subscriber.queuedBefore = queued
  if (queued === 0) subscriber.stalledSince = null
  else if (took || subscriber.stalledSince === null) subscriber.stalledSince = now
  return (
    queued > bounds.unsentBytesMax ||
    (subscriber.stalledSince !== null && now - subscriber.stalledSince >= bounds.stalledMsMax)
  )
}
