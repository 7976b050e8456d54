import type { Plant } from './plant-shapes.ts'

/** Bugs that were invented by somebody who had read the server and nothing of the simulation. */
export const blindPlants: readonly Plant[] = [
  {
    name: 'when the disk is full, refusals that were decided on the dropped draft are answered as final',
    changes: [
      {
        file: 'server/queue/queue.ts',
        find: "if (result.kind === 'full') return this.#pause(waiting)",
        replace: "if (result.kind === 'full') return this.#pause(batch)",
      },
      {
        file: 'server/queue/queue.ts',
        find: '  #pause(waiting: readonly Waiting[]): void {',
        replace: '  #pause({ outcomes }: Batch): void {',
      },
      {
        file: 'server/queue/queue.ts',
        find: '    for (const { command, reply } of waiting) reply(this.#known(command) ?? unavailable)\n',
        replace:
          "    for (const { waiting, outcome } of outcomes) {\n      // A refusal needs no space on the disk.\n      waiting.reply(outcome.kind === 'refused' ? outcome : (this.#known(waiting.command) ?? unavailable))\n    }\n",
      },
    ],
  },
  {
    name: 'after a crash without a torn tail the last group, which may never have been synced, is taken as durable',
    changes: [
      {
        file: 'server/journal/journal-recovery.ts',
        find: '  if (end.seq > vouchedSeq) await makeDurable(disk, folder, end)',
        replace:
          '  // What ends with a whole line was written whole.\n  if (tear !== null && end.seq > vouchedSeq) await makeDurable(disk, folder, end)',
      },
    ],
  },
  {
    name: 'who is sent what was encoded a moment ago counts as told of everything since',
    changes: [
      {
        file: 'server/broadcast/broadcaster.ts',
        find: '    subscriber.position = seq\n    subscriber.sentAt = now\n',
        replace:
          '    subscriber.position = seq === null ? null : this.#parts.market.counters.seq\n    subscriber.sentAt = now\n',
      },
    ],
  },
  {
    name: "a start from a snapshot counts only unfulfilled orders towards a buyer's limit",
    changes: [
      {
        file: 'server/snapshot/order-form.ts',
        find: '      deriveFrom(this.#market, order)\n',
        replace: "      if (order.status === 'placed') deriveFrom(this.#market, order)\n",
      },
    ],
  },
]
