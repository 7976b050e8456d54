import { blindPlants } from './blind-plants.ts'
import type { Plant } from './plant-shapes.ts'

/** The classic bugs of programs like this one, planted to see that the simulation finds each. */
const classicPlants: readonly Plant[] = [
  {
    name: 'acknowledged before the sync',
    changes: [
      {
        file: 'server/journal/file-journal.ts',
        find: 'await file.sync()\n    this.#end = {\n      segment,',
        replace: 'void file.sync().catch(() => undefined)\n    this.#end = {\n      segment,',
      },
    ],
  },
  {
    name: 'refused on a draft before its append',
    changes: [
      {
        file: 'server/queue/queue.ts',
        find: 'const batch = this.#decide(waiting)\n',
        replace:
          "const batch = this.#decide(waiting)\n      for (const { waiting: one, outcome } of batch.outcomes) if (outcome.kind === 'refused') one.reply(outcome)\n",
      },
    ],
  },
  {
    name: 'folder not synced',
    changes: [
      {
        file: 'server/journal/file-journal.ts',
        find: 'if (!(await this.#syncNames())) return this.#takeBack(file, path)\n',
        replace: '',
      },
    ],
  },
  {
    name: 'tried again after a failed sync',
    changes: [
      {
        file: 'server/journal/file-journal.ts',
        find: 'await file.sync()\n    this.#end = {\n      segment,',
        replace: 'await file.sync().catch(() => file.sync())\n    this.#end = {\n      segment,',
      },
    ],
  },
  {
    name: 'subscribed after the state was sent',
    changes: [
      {
        file: 'server/broadcast/broadcaster.ts',
        find: 'if (watch || sales) this.#streams.add(subscriber)\n',
        replace:
          'this.#parts.clock.schedule(20, () => {\n      if (subscriber.position !== null) subscriber.position = this.#parts.market.counters.seq\n      this.#streams.add(subscriber)\n    })\n',
      },
    ],
  },
  {
    name: 'a late first copy sells after a refusal',
    changes: [
      {
        file: 'server/queue/queue.ts',
        find: 'this.#refusals.remember(waiting.command, outcome.refusal, this.#now)',
        replace: 'void this.#now',
      },
    ],
  },
  {
    name: 'limits forgotten at sign-in',
    changes: [
      {
        file: 'server/market/buyers.ts',
        find: "if (order.status !== 'cancelled') moveStanding(market, former, to, order.lines)",
        replace: 'void moveStanding',
      },
    ],
  },
  {
    name: 'ids missing from the snapshot',
    changes: [
      {
        file: 'server/snapshot/snapshot-form.ts',
        find: 'for (const [id, known] of remembered) market.remembered.set(id, known)',
        replace: 'void remembered',
      },
    ],
  },
  {
    name: 'cut in the middle',
    changes: [
      {
        file: 'server/journal/journal-reader.ts',
        find: 'const laterOffset = findLaterGroup(rest, seq)',
        replace: 'const laterOffset: number = -1',
      },
    ],
  },
  {
    name: 'the last group overwritten at a start',
    changes: [
      {
        file: 'server/journal/journal-recovery.ts',
        find: 'await replaceByCopy(disk, path, end.bytes)',
        replace:
          "await withFile(disk, path, 'edit', async (file) => {\n      const bytes = Buffer.allocUnsafe(end.bytes)\n      await readFully(file, bytes, 0)\n      await writeAll(file, bytes, 0)\n      await file.sync()\n    })",
      },
    ],
  },
  {
    name: 'a snapshot put in place before it was synced',
    changes: [
      {
        file: 'server/disk/disk.ts',
        find: '      await file.sync()\n    }\n    if (bytes.length === 0)',
        replace: '    }\n    if (bytes.length === 0)',
      },
    ],
  },
  {
    name: 'a client that reads no more is sent every change',
    changes: [
      {
        file: 'server/broadcast/broadcaster.ts',
        find: '    if (!subscriber.connection.deliver(first, update ? news : null)) this.#behind.add(subscriber)\n    else if (update)',
        replace: '    subscriber.connection.send(first)\n    if (update)',
      },
      {
        file: 'server/broadcast/broadcaster.ts',
        find: '    if (takesMore(subscriber)) return true\n',
        replace: '    if (takesMore(subscriber) || this.#streams.has(subscriber)) return true\n',
      },
    ],
  },
]

export const plants: readonly Plant[] = [...classicPlants, ...blindPlants]
