import { json } from 'node:stream/consumers'
import { nodeDisk } from '../../../server/disk/node-disk.ts'
import { FileJournals } from '../../../server/journal/file-journals.ts'
import { readerOf } from '../../../server/postgres/postgres-journals.ts'
import { verifyFolder } from '../../../server/verify/verify.ts'
import type { Acknowledged } from '../load/buyers.ts'
import { idOf } from '../wire/masked-frame.ts'

/** Audits the folder or database that standard input names, as `npm run verify` does, and looks for each acknowledged order. */
const { folder, databaseUrl, acknowledged } = (await json(process.stdin)) as {
  folder: string
  databaseUrl: string | null
  acknowledged: Acknowledged[]
}
const journals = databaseUrl ? readerOf(databaseUrl) : new FileJournals({ disk: nodeDisk, folder })
const { findings, total, counts } = await verifyFolder(folder, journals)
const placed = new Set<string>()
await journals.inspect({
  entry: ({ events }) => {
    for (const event of events) if (event.type === 'order:placed') placed.add(event.orderId)
  },
  damage: () => undefined,
})
const missing = acknowledged.flatMap(({ prefix, numbers }) =>
  numbers.map((number) => idOf(prefix, number)).filter((id) => !placed.has(id)),
)
console.log(
  JSON.stringify({
    violations: total,
    first: findings[0]?.message ?? '',
    missing: missing.length,
    orders: counts.orders,
  }),
)
