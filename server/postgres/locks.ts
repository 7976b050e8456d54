/** The first key of the advisory locks that nodes take turns by: "Souk" in ASCII. */
const souk = 0x536f756b

/** SQL that waits for the turn to append to a journal, and holds it to the end of the transaction. */
export const lockJournal = (journal: number): string => `select pg_advisory_xact_lock(${souk}, ${journal})`

/** The same for records, and for pictures; journals have numbers from 0. */
export const lockRecords = `select pg_advisory_xact_lock(${souk}, -1)`

export const lockImages = `select pg_advisory_xact_lock(${souk}, -2)`
