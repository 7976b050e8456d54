import type { Entry } from '../../../../server/market/event.ts'
import * as original from '../../../../server/versions/steps.ts'

export const upcastEntry: typeof original.upcastEntry = (entry) => {
  original.upcastEntry(entry)
  return { ...entry, v: original.entryVersion } as Entry
}
