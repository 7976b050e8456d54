import * as original from '../../../../server/queue/batch.ts'
import { unavailable } from '../../../../server/queue/outcome.ts'

/** When the disk is full, the queue answers the whole batch with `unavailable`. */
export const decideBatch: typeof original.decideBatch = (...given) => {
  const batch = original.decideBatch(...given)
  for (const { waiting, outcome } of batch.outcomes) {
    const reply = waiting.reply.bind(waiting)
    if (outcome.kind === 'refused') waiting.reply = (final) => reply(final === unavailable ? outcome : final)
  }
  return batch
}
