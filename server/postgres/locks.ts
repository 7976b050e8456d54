/** The first key of the advisory locks that nodes take turns by: "Souk" in ASCII. */
const souk = 0x536f756b

/** SQL that waits for the turn to append to a journal, and holds it to the end of the transaction. */
export const lockJournal = (journal: number): string => `select pg_advisory_xact_lock(${souk}, ${journal})`

/** The same for records; journals have numbers from 0. */
export const lockRecords = `select pg_advisory_xact_lock(${souk}, -1)`

/** SQL that takes the right to write a market beside the running one, for as long as the connection lasts, or returns false. */
export const lockSpareSchema = `select pg_try_advisory_lock(${souk}, -9) as is_ours`
