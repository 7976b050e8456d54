import type { ReadRange } from '../journal/journal.ts'
import type { LineRun } from '../journal/line-runs.ts'
import type { Entry } from '../market/event.ts'
import type { DatabaseSession } from './database.ts'
import {
  beginning,
  damageAfter,
  entriesOfGroup,
  type GroupRow,
  linesOfGroup,
  type Position,
  positionAfter,
} from './group-lines.ts'

/** Groups are read in pages: their number and their size are both bounded. */
const groupsPerPage = 64

/** A group's entries, and the position after it. */
export interface ReadGroup {
  entries: Entry[]
  after: Position
}

/**
 * Reads groups, oldest first, from the one that contains the entry after `after`. A page is read at a time, so that what is read is
 * committed, but not all of one moment.
 */
export async function* readGroups(
  session: DatabaseSession,
  journal: number,
  { after, upTo = Number.MAX_SAFE_INTEGER }: ReadRange,
  from: Position | null = null,
): AsyncGenerator<ReadGroup, void, undefined> {
  let position = from?.seq === after ? from : await positionBefore(session, journal, after)
  for await (const row of readRows(session, journal, position.seq, upTo)) {
    const entries = entriesOfGroup(row, position)
    position = positionAfter(row)
    yield { entries, after: position }
  }
}

/** All lines, verified, oldest first. */
export async function* readRowLines(
  session: DatabaseSession,
  journal: number,
): AsyncGenerator<LineRun, void, undefined> {
  let position = beginning
  for await (const row of readRows(session, journal)) {
    const run = linesOfGroup(row, position)
    position = positionAfter(row)
    yield run
  }
}

/** The rows of the groups that begin after a seq, unchecked. */
export async function* readRows(
  session: DatabaseSession,
  journal: number,
  after = 0,
  upTo = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<GroupRow, void, undefined> {
  for (let last = after; last < upTo; ) {
    const { rows } = await session.query<GroupRow>(
      `select first_seq, last_seq, sum, lines from souk_groups
       where journal = $1 and first_seq > $2 and first_seq <= $3 order by first_seq limit $4`,
      [journal, last, upTo, groupsPerPage],
    )
    yield* rows
    if (rows.length < groupsPerPage) return
    last = Number(rows.at(-1)!.last_seq)
  }
}

/** The position before the group that contains the entry after `seq`, or would contain it. */
async function positionBefore(session: DatabaseSession, journal: number, seq: number): Promise<Position> {
  const { rows } = await session.query<Omit<GroupRow, 'lines'>>(
    `select first_seq, last_seq, sum from souk_groups
     where journal = $1 and first_seq <= $2 order by first_seq desc limit 2`,
    [journal, seq],
  )
  const found = rows.map(positionAfter).find((position) => position.seq <= seq)
  return found ?? beginning
}

/** Only the entries of the range; throws a JournalDamage when the journal ends before `upTo`. */
export async function* readRange(
  session: DatabaseSession,
  journal: number,
  range: ReadRange,
  from: Position | null = null,
  onRead?: (after: Position) => void,
): AsyncGenerator<Entry[], void, undefined> {
  const { after, upTo } = range
  if (upTo !== undefined && upTo <= after) return
  let last: Position = beginning
  for await (const group of readGroups(session, journal, range, from)) {
    last = group.after
    onRead?.(last)
    const entries = group.entries.filter(({ seq }) => seq > after && (upTo === undefined || seq <= upTo))
    if (entries.length > 0) yield entries
  }
  if (upTo !== undefined && last.seq < upTo)
    throw damageAfter(last, `entry ${upTo} was written, and cannot be read`)
}
