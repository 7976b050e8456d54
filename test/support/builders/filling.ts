import { randomUUID } from 'node:crypto'
import type { Core } from '../../../server/core.ts'
import type { CommandEnvelope } from '../../../server/market/command.ts'

/** Makes `entries` more entries, restocks of one piece each, by the queue and without the wire. */
export async function advance({ queue }: Core, productId: number, entries: number): Promise<void> {
  const restock = (source: string): Promise<void> =>
    new Promise((resolve, reject) => {
      queue.submit(source, restockOf(productId), (outcome) =>
        outcome.kind === 'done' ? resolve() : reject(new Error(outcome.refusal.code)),
      )
    })
  // Each source may have only a few commands waiting, so several sources are used.
  await Promise.all(Array.from({ length: entries }, (_, index) => restock(`source ${index % 100}`)))
}

const restockOf = (productId: number): CommandEnvelope => ({
  id: randomUUID(),
  actor: { kind: 'operator', id: 'operator' },
  payloadHash: '',
  command: { type: 'product:restock', productId, quantity: 1, reason: null },
})
