import * as original from '../../../../server/postgres/postgres-journal.ts'

export const turnBounds = { ...original.turnBounds, idleMs: 60_000 }
