import type { GroupRow } from '../../../server/postgres/group-lines.ts'

interface RecordRow {
  kind: string
  key: string
  version: string
  body: string | null
}

interface NodeRow {
  reads: number
  seenAt: number
}

/** What is committed in the simulated database. */
export class Tables {
  /** In order of their entries. */
  groups: GroupRow[] = []
  readonly records = new Map<string, RecordRow>()
  /** The highest of the records: most polls ask for what is newer. */
  recordsVersion = 0
  readonly nodes = new Map<string, NodeRow>()

  get seq(): number {
    return Number(this.groups.at(-1)?.last_seq ?? 0)
  }
}

/** A row of a new group, and the name of the node that makes it. */
export interface NewGroup {
  row: GroupRow
  node: string
}

/** What a statement found, and what it changes once its transaction is committed. */
export interface Effect {
  rows: object[]
  rowCount: number
  change?: (tables: Tables) => void
  group?: NewGroup
  /** Sent to all that listen. */
  announcement?: string
  listens?: boolean
}

/** A statement in one line, with its values. */
export interface Statement {
  text: string
  values: readonly unknown[]
}

type Run = (tables: Tables, values: readonly unknown[], nowMs: number) => Effect

/** Runs a statement of Souk's. Throws an error for one that the simulated database does not know. */
export function runStatement(tables: Tables, { text, values }: Statement, nowMs: number): Effect {
  const known = statements.find(([form]) => form.test(text))
  if (!known) throw new Error(`test/simulation/nodes/tables.ts does not know this statement: ${text}`)
  return known[1](tables, values, nowMs)
}

const found = (rows: object[]): Effect => ({ rows, rowCount: rows.length })
const changed = (rowCount: number, change: (tables: Tables) => void): Effect => ({
  rows: [],
  rowCount,
  change,
})

function sumAt({ groups }: Tables, first: unknown, last: unknown): string | undefined {
  const group = groups.findLast(({ first_seq }) => Number(first_seq) <= Number(first))
  const isIt = group && Number(group.first_seq) === first && Number(group.last_seq) === last
  return isIt ? group.sum : undefined
}

/** Of the groups that begin after a seq: the place of the first. */
function placeAfter(groups: readonly GroupRow[], seq: number): number {
  let [low, high] = [0, groups.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (Number(groups[middle]!.first_seq) <= seq) low = middle + 1
    else high = middle
  }
  return low
}

const readGroups: Run = ({ groups }, values) => {
  const [, after, upTo, limit] = values.length === 4 ? values : [0, values[1], Infinity, values[2]]
  const from = placeAfter(groups, Number(after))
  const page = groups.slice(from, from + Number(limit))
  return found(page.filter(({ first_seq }) => Number(first_seq) <= Number(upTo)))
}

const appendGroup: Run = ({ groups }, [, first, last, sum, , node, lines]) => {
  if (groups.some(({ first_seq }) => Number(first_seq) === first)) return { rows: [], rowCount: 0 }
  const row: GroupRow = {
    first_seq: String(first),
    last_seq: String(last),
    sum: String(sum),
    lines: (lines as Buffer).toString('utf8'),
  }
  return { ...changed(1, (tables) => void tables.groups.push(row)), group: { row, node: String(node) } }
}

const storeRecords: Run = (_tables, [version, kinds, keys, bodies]) => {
  const rows = (kinds as string[]).map((kind, index) => ({
    kind,
    key: (keys as string[])[index]!,
    version: String(version),
    body: (bodies as (string | null)[])[index]!,
  }))
  return changed(rows.length, (tables) => {
    for (const row of rows) tables.records.set(`${row.kind} ${row.key}`, row)
    tables.recordsVersion = Number(version)
  })
}

const readRecords: Run = ({ records, recordsVersion }, [version]) => {
  if (recordsVersion <= Number(version)) return found([])
  const rows = [...records.values()].filter((row) => Number(row.version) > Number(version))
  return found(rows.sort((one, other) => Number(one.version) - Number(other.version)))
}

/** The statements of `server/postgres`, by what they begin with. */
const statements: readonly [RegExp, Run][] = [
  [
    /^select extract\(epoch from clock_timestamp\(\)\) \* 1000 as now, \(select sum from souk_groups/,
    (tables, [, first, last], nowMs) =>
      found([{ now: String(nowMs), sum: sumAt(tables, first, last) ?? null }]),
  ],
  [
    /^select sum from souk_groups where journal = \$1 and first_seq = \$2/,
    (tables, [, first, last]) => found([sumAt(tables, first, last)].flatMap((sum) => (sum ? [{ sum }] : []))),
  ],
  [/^select first_seq, last_seq, sum, lines from souk_groups .* order by first_seq limit/, readGroups],
  [
    /^select first_seq, last_seq, sum from souk_groups .* order by first_seq desc limit 2$/,
    ({ groups }, [, seq]) => {
      const end = placeAfter(groups, Number(seq))
      return found(groups.slice(Math.max(0, end - 2), end).reverse())
    },
  ],
  [/^insert into souk_groups/, appendGroup],
  [/^select kind, key, version, body from souk_records where version > \$1/, readRecords],
  // Nothing is set: the market was never moved, and its secrets are in the configuration.
  [/^select value from souk_settings where name = \$1$/, () => found([])],
  [/^insert into souk_records/, storeRecords],
  // No simulation is so long that a removed record's row is removed.
  [/^delete from souk_records/, () => changed(0, () => undefined)],
  [
    /^insert into souk_nodes/,
    (_tables, [node, reads], nowMs) => ({
      ...changed(1, ({ nodes }) => void nodes.set(String(node), { reads: Number(reads), seenAt: nowMs })),
      rows: [{ now: String(nowMs) }],
    }),
  ],
  [
    /^with dead as \( delete from souk_nodes/,
    (tables, [deadAfterMs], nowMs) => {
      const isDead = ({ seenAt }: NodeRow): boolean => seenAt < nowMs - Number(deadAfterMs)
      const alive = [...tables.nodes.values()].filter((row) => !isDead(row))
      const change = ({ nodes }: Tables): void => {
        for (const [node, row] of nodes) if (isDead(row)) nodes.delete(node)
      }
      return { ...found(alive.map(({ reads }) => ({ reads }))), change }
    },
  ],
  [
    /^delete from souk_nodes where node = \$1/,
    (_tables, [node]) => changed(1, ({ nodes }) => void nodes.delete(String(node))),
  ],
  [/^select pg_notify/, (_tables, [, payload]) => ({ ...found([{}]), announcement: String(payload) })],
  [/^select pg_logical_emit_message\(true/, () => found([{}])],
  [/^listen /, () => ({ rows: [], rowCount: 0, listens: true })],
  [/^select 1$/, () => found([{}])],
]
