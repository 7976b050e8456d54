/** The first key of the advisory locks that nodes take turns by: "Souk" in ASCII. */
const souk = 0x536f756b

/** SQL that waits for the turn to append to a journal, and holds it to the end of the transaction. */
export const lockJournal = (journal: number): string => `select pg_advisory_xact_lock(${souk}, ${journal})`

/** SQL that begins a transaction with the turn, with limits that the server enforces until its end. */
export const beginTurn = (
  journal: number,
  { idleMs, waitMs }: { idleMs: number; waitMs: number },
): string => `
  begin isolation level read committed read write;
  set local idle_in_transaction_session_timeout = ${idleMs};
  set local lock_timeout = ${waitMs};
  set local tcp_user_timeout = ${waitMs};
  set local synchronous_commit = on;
  ${lockJournal(journal)}`

/** SQL that changes no table, and that a commit waits for as for a change. */
export const writeNothing = "select pg_logical_emit_message(true, 'souk', '')"

/** The same as `lockJournal` for records, pictures and pending imports; journals have numbers from 0. */
export const lockRecords = `select pg_advisory_xact_lock(${souk}, -1)`

export const lockImages = `select pg_advisory_xact_lock(${souk}, -2)`

/** SQL that takes the right to write a market beside the running one, for as long as the connection lasts, or returns false. */
export const lockSpareSchema = `select pg_try_advisory_lock(${souk}, -9) as is_ours`

/**
 * SQL that ends the connection which holds the turn of a journal, if it has sent a part of an append and then nothing for
 * `idleMs`: a node that was frozen or cut off there. The server's own limit is only for connections between two
 * statements, until version 17.
 */
export const endStuckTurn = (journal: number, idleMs: number): string => `
  select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
  where locktype = 'advisory' and granted and classid = ${souk} and objid = ${journal} and objsubid = 2
    and datname = current_database() and database = datid
    and wait_event = 'ClientRead' and state_change < clock_timestamp() - interval '${idleMs} milliseconds'`

export const lockImports = `select pg_advisory_xact_lock(${souk}, -3)`
