import { Explained } from '../errors/explained.ts'

/** New values of records, by kind; `undefined` removes one. */
export type RecordChange<Kinds> = {
  [Kind in keyof Kinds & string]: { kind: Kind; key: string; value: Kinds[Kind] | undefined }
}[keyof Kinds & string]

export type ChangeListener<Value> = (key: string, before: Value | undefined, after: Value | undefined) => void

/**
 * Records of several kinds, each a JSON value with a key, all of them in memory. A port: files are one adapter,
 * memory another. `Kinds` maps the name of each kind to the type of its values.
 */
export interface Records<Kinds> {
  get<Kind extends keyof Kinds & string>(kind: Kind, key: string): Kinds[Kind] | undefined
  /** How many records of a kind there are. */
  count(kind: keyof Kinds & string): number
  /** All records of a kind, oldest key first. Changes made during the iteration may or may not be included. */
  entries<Kind extends keyof Kinds & string>(kind: Kind): IterableIterator<[string, Kinds[Kind]]>
  /**
   * Makes all of these changes or none. They are visible at once and durable when this resolves. When it rejects,
   * they are undone, together with all other changes that are not durable yet; after a crash in that moment they
   * may be there nevertheless.
   */
  write(changes: readonly RecordChange<Kinds>[]): Promise<void>
  /** Calls `listener` with each change of a kind, also with those that are undone. */
  onChange<Kind extends keyof Kinds & string>(kind: Kind, listener: ChangeListener<Kinds[Kind]>): void
  /** Calls `listener` with each durable change that another node made, where there are other nodes. */
  onForeignChange?(listener: (change: RecordChange<Kinds>, before: unknown) => void): void
  /** Rewrites what is stored, where removed values would stay in files. Never rejects: what fails is done later. */
  purge?(): Promise<void>
  /** Resolves when everything written is durable. */
  close(): Promise<void>
}

/** The files of records are not as they were written; the message names the file and the place. */
export class RecordDamage extends Explained {
  override name = 'RecordDamage'

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}. Restore a backup, or bring the file back.`)
  }
}

/** Another node changed the same records first, so that nothing was written: decide again on the new values. */
export class RecordConflict extends Error {
  override name = 'RecordConflict'
}

/** Runs a change again, which decides on the records as they are then, while other nodes change the same ones first. */
export async function untilNoConflict<Result>(change: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change()
    } catch (error) {
      if (!(error instanceof RecordConflict) || attempt === attemptsMax) throw error
    }
  }
}

const attemptsMax = 10
