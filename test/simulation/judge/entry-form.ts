import type { Entry } from '../../../server/market/event.ts'
import { NewerVersion } from '../../../server/versions/steps.ts'

/** The newest version of entries that the judge knows. */
const newest = 5

/** Fields that later versions added to an event, with their value before. Independent of the server's upcasters. */
const added: Readonly<Record<string, readonly { in: number; fields: object }[]>> = {
  'product:created': [
    { in: 2, fields: { accountsOnly: false } },
    { in: 3, fields: { sku: null } },
    { in: 5, fields: { content: {} } },
  ],
  'shop:opened': [
    { in: 2, fields: { collectMinutes: null, accountsOnly: false } },
    { in: 5, fields: { avatar: null, banner: null, color: null } },
  ],
}

/** An entry's line in the newest form. */
export function entryIn(line: string): Entry {
  const entry = JSON.parse(line) as Entry
  if (entry.v > newest) throw new NewerVersion(`The judge knows entries up to version ${newest}: ${line}`)
  if (entry.v === newest) return entry
  const events = entry.events.map((event) => {
    const lacking = added[event.type]?.filter((addition) => addition.in > entry.v) ?? []
    return Object.assign({}, ...lacking.map(({ fields }) => fields), event) as typeof event
  })
  return { ...entry, events }
}
