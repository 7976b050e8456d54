import * as original from '../../../../server/queue/batch.ts'

export const decideBatch: typeof original.decideBatch = (...given) => {
  const batch = original.decideBatch(...given)
  for (const { waiting, outcome } of batch.outcomes) if (outcome.kind === 'refused') waiting.reply(outcome)
  return batch
}
