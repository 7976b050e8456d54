import { join } from 'node:path'
import type { Disk } from '../disk/disk.ts'
import { DurableFile } from '../disk/durable-file.ts'
import { type AccountRecord, type Accounts, keyOf } from './accounts.ts'
import { RecordFiles } from './record-files.ts'

/** Accounts in files of a folder, as durable as snapshots: `accounts-00.json` to `accounts-3f.json`, and so on. */
export class LowdbAccounts implements Accounts {
  readonly #kinds: Readonly<Record<AccountRecord['kind'], RecordFiles<AccountRecord['record']>>>

  private constructor(kinds: Record<AccountRecord['kind'], RecordFiles<AccountRecord['record']>>) {
    this.#kinds = kinds
  }

  /** Throws when a file is there and cannot be read: an account is not to be taken for one that never was. */
  static async open(disk: Disk, folder: string): Promise<LowdbAccounts> {
    const files = (name: string) =>
      RecordFiles.open<AccountRecord['record']>(
        (number) => new DurableFile(disk, join(folder, `${name}-${number}.json`)),
      )
    const [account, link, ended] = await Promise.all([files('accounts'), files('links'), files('ended')])
    return new LowdbAccounts({ account, link, ended })
  }

  async read(): Promise<AccountRecord[]> {
    return Object.entries(this.#kinds).flatMap(([kind, files]) =>
      [...files.values()].map((record) => ({ kind, record }) as AccountRecord),
    )
  }

  keep(record: AccountRecord): Promise<void> {
    return this.#kinds[record.kind].set(keyOf(record), record.record)
  }

  drop(record: AccountRecord): void {
    this.#kinds[record.kind].forget(keyOf(record))
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#kinds).map((files) => files.close()))
  }
}

/** Accounts that are gone with the process. */
export class MemoryAccounts implements Accounts {
  readonly #records = new Map<string, AccountRecord>()

  async read(): Promise<AccountRecord[]> {
    return [...this.#records.values()]
  }

  async keep(record: AccountRecord): Promise<void> {
    this.#records.set(`${record.kind} ${keyOf(record)}`, record)
  }

  drop(record: AccountRecord): void {
    this.#records.delete(`${record.kind} ${keyOf(record)}`)
  }

  async close(): Promise<void> {}
}
