import * as original from '../../../../server/postgres/turn-bounds.ts'

export const turnBounds = { ...original.turnBounds, idleMs: 60_000 }
