/** The only journal of a database so far. */
export const marketJournal = 0

/** The first key of the advisory locks that nodes take turns by: "Souk" in ASCII. */
const souk = 0x536f756b

/** The second key: of a journal its number, which is 0 or more. */
const keys = { records: -1, images: -2, imports: -3, spareSchema: -9 }

/** SQL that waits for a lock, and holds it to the end of the transaction. */
export const waitForLock = (key: number): string => `select pg_advisory_xact_lock(${souk}, ${key})`

interface Limits {
  /** A transaction in which nothing happens for longer is ended. */
  idleMs: number
  /** How long to wait for the lock, and for an answer from the other end of the line. */
  waitMs: number
}

/**
 * SQL that begins a transaction, and waits for a lock that it holds to its end. The server enforces the limits, so that a
 * node that is frozen or cut off delays the others for a bounded time.
 */
const beginLocked = (key: number, { idleMs, waitMs }: Limits): string => `
  begin isolation level read committed read write;
  set local idle_in_transaction_session_timeout = ${idleMs};
  set local lock_timeout = ${waitMs};
  set local tcp_user_timeout = ${waitMs};
  set local synchronous_commit = on;
  ${waitForLock(key)}`

/** SQL that begins a transaction with the turn to append to a journal. */
export const beginTurn = (journal: number, limits: Limits): string => beginLocked(journal, limits)

const writeLimits: Limits = { idleMs: 1_000, waitMs: 2_000 }

/** SQL that begins a transaction in which this node alone writes. */
export const beginRecords = beginLocked(keys.records, writeLimits)
export const beginImages = beginLocked(keys.images, writeLimits)
export const beginImports = beginLocked(keys.imports, writeLimits)

/** SQL that changes no table, and that a commit waits for as for a change. */
export const writeNothing = "select pg_logical_emit_message(true, 'souk', '')"

/** SQL that takes the right to write a market beside the running one, for as long as the connection lasts, or returns false. */
export const lockSpareSchema = `select pg_try_advisory_lock(${souk}, ${keys.spareSchema}) as is_ours`

/**
 * SQL that ends connections that hold one of these locks, and have sent a part of something and then nothing for `idleMs`:
 * of nodes that were frozen or cut off there. The server's own limit is only for connections between two statements,
 * until version 17.
 */
const endStuck = (lockKeys: readonly number[], idleMs: number): string => `
  select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
  where locktype = 'advisory' and granted and classid = ${souk} and objid in (${lockKeys.map(asOid)}) and objsubid = 2
    and datname = current_database() and database = datid
    and wait_event = 'ClientRead' and state_change < clock_timestamp() - interval '${idleMs} milliseconds'`

/** Keys are signed, and listed without their sign. */
const asOid = (key: number): number => key >>> 0

export const endStuckTurn = (journal: number, idleMs: number): string => endStuck([journal], idleMs)

/** SQL that ends what {@link beginRecords} and its like began, where nothing ends it. */
export const endStuckWrites = endStuck([keys.records, keys.images, keys.imports], writeLimits.idleMs)
