/** A bug that can be planted. */
export interface Plant {
  name: string
  /** The module that has the bug, from the project's root. */
  module: string
  /** The export that is replaced. */
  exported: string
  /** The file in `bugs/` that exports the replacement. */
  bug: string
  /** It shows only where several nodes run. */
  needsNodes?: true
}

/** The classic bugs of programs like this one. The simulation must find each of them. */
const classicPlants: readonly Plant[] = [
  {
    name: 'acknowledged before the sync',
    module: 'server/journal/file-journal.ts',
    exported: 'FileJournal',
    bug: 'acknowledged-before-sync.ts',
  },
  {
    name: 'refused on a draft before its append',
    module: 'server/queue/batch.ts',
    exported: 'decideBatch',
    bug: 'refused-on-a-draft.ts',
  },
  {
    name: 'folder not synced',
    module: 'server/journal/file-journal.ts',
    exported: 'FileJournal',
    bug: 'folder-not-synced.ts',
  },
  {
    name: 'tried again after a failed sync',
    module: 'server/journal/file-journal.ts',
    exported: 'FileJournal',
    bug: 'retried-sync.ts',
  },
  {
    name: 'subscribed after the state was sent',
    module: 'server/broadcast/broadcaster.ts',
    exported: 'Broadcaster',
    bug: 'subscribed-after-the-state.ts',
  },
  {
    name: 'a late first copy sells after a refusal',
    module: 'server/queue/rejection-cache.ts',
    exported: 'RejectionCache',
    bug: 'refusals-not-remembered.ts',
  },
  {
    name: 'limits forgotten at sign-in',
    module: 'server/market/buyers.ts',
    exported: 'applyMerged',
    bug: 'limits-forgotten-at-sign-in.ts',
  },
  {
    name: 'an effect settled before it was reported',
    module: 'server/outbox/outbox.ts',
    exported: 'Outbox',
    bug: 'settled-before-reported.ts',
  },
  {
    name: 'effects forgotten at a start',
    module: 'server/session/account-effects.ts',
    exported: 'AccountEffects',
    bug: 'effects-not-resumed.ts',
  },
  {
    name: 'effects before their record is durable',
    module: 'server/session/account-store.ts',
    exported: 'AccountStore',
    bug: 'effects-before-their-record.ts',
  },
  {
    name: 'ids missing from the snapshot',
    module: 'server/snapshot/snapshot-form.ts',
    exported: 'restoreManifest',
    bug: 'ids-not-in-snapshot.ts',
  },
  {
    name: 'cut in the middle',
    module: 'server/journal/journal-line.ts',
    exported: 'findLaterGroup',
    bug: 'cut-in-the-middle.ts',
  },
  {
    name: 'the last group overwritten at a start',
    module: 'server/journal/journal-recovery.ts',
    exported: 'recoverJournal',
    bug: 'last-group-overwritten.ts',
  },
  {
    name: 'a snapshot put in place before it was synced',
    module: 'server/snapshot/make-snapshot.ts',
    exported: 'makeSnapshot',
    bug: 'snapshot-not-synced.ts',
  },
  {
    name: 'a client that stopped reading is sent every change',
    module: 'server/broadcast/broadcaster.ts',
    exported: 'Broadcaster',
    bug: 'slow-consumer-sent-every-change.ts',
  },
  {
    name: 'entries of an earlier version are read without the fields added since',
    module: 'server/versions/steps.ts',
    exported: 'upcastEntry',
    bug: 'entries-without-later-fields.ts',
  },
  {
    name: 'products in a snapshot of an earlier version are read without the fields added since',
    module: 'server/versions/steps.ts',
    exported: 'upcastManifest',
    bug: 'products-without-later-fields.ts',
  },
]

/** Bugs made by somebody who knew the server, but not the simulation. */
const blindPlants: readonly Plant[] = [
  {
    name: 'when the disk is full, refusals that were decided on the dropped draft are answered as final',
    module: 'server/queue/batch.ts',
    exported: 'decideBatch',
    bug: 'final-refusal-on-a-full-disk.ts',
  },
  {
    name: 'after a crash without a torn tail the last group, which may never have been synced, is taken as durable',
    module: 'server/journal/journal-recovery.ts',
    exported: 'recoverJournal',
    bug: 'untorn-group-taken-as-durable.ts',
  },
  {
    name: 'a client that is sent an update from a moment ago counts as current',
    module: 'server/broadcast/updates.ts',
    exported: 'Updates',
    bug: 'shared-update-counts-as-current.ts',
  },
  {
    name: "a start from a snapshot counts only unfulfilled orders towards a buyer's limit",
    module: 'server/snapshot/order-form.ts',
    exported: 'OrderRestoring',
    bug: 'fulfilled-not-in-limit.ts',
  },
]

/** The bugs of programs that run on several nodes. */
const nodePlants: readonly Plant[] = [
  {
    name: "decided on the state before the other nodes' entries",
    module: 'server/postgres/postgres-journal.ts',
    exported: 'PostgresJournal',
    bug: 'decided-on-stale-state.ts',
    needsNodes: true,
  },
  {
    name: "another node's group is applied twice",
    module: 'server/postgres/postgres-journal.ts',
    exported: 'PostgresJournal',
    bug: 'group-applied-twice.ts',
    needsNodes: true,
  },
  {
    name: "another node's group is skipped",
    module: 'server/postgres/postgres-journal.ts',
    exported: 'PostgresJournal',
    bug: 'group-skipped.ts',
    needsNodes: true,
  },
  {
    name: 'answered before the reply to COMMIT',
    module: 'server/postgres/postgres-journal.ts',
    exported: 'PostgresJournal',
    bug: 'answered-before-commit.ts',
    needsNodes: true,
  },
  {
    name: 'an append without an answer is taken for done',
    module: 'server/postgres/postgres-journal.ts',
    exported: 'PostgresJournal',
    bug: 'unknown-taken-for-done.ts',
    needsNodes: true,
  },
  {
    name: 'announcements are trusted, and nothing is polled for',
    module: 'server/postgres/announcements.ts',
    exported: 'announcementBounds',
    bug: 'announcements-alone.ts',
    needsNodes: true,
  },
  {
    name: 'a turn has no limit on the side of the server',
    module: 'server/postgres/turn-bounds.ts',
    exported: 'turnBounds',
    bug: 'turn-without-limit.ts',
    needsNodes: true,
  },
]

export const plants: readonly Plant[] = [...classicPlants, ...blindPlants, ...nodePlants]
