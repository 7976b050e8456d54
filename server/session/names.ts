import type { Adapter } from 'lowdb'
import type { RecordFileData } from './record-file.ts'
import { RecordFiles } from './record-files.ts'

/** What stands in one file of names. */
export type NamesFile = RecordFileData<string>

/** The names to call at pickup, by buyer. They live outside the journal, which holds no personal data. */
export class Names {
  readonly #names: RecordFiles<string>
  readonly #namesMax: number

  private constructor(names: RecordFiles<string>, namesMax: number) {
    this.#names = names
    this.#namesMax = namesMax
  }

  /** Reads the files that `adapterOf` names by their number; throws when one is there and cannot be read. */
  static async open(
    adapterOf: (number: string) => Adapter<NamesFile>,
    { namesMax }: { namesMax: number },
  ): Promise<Names> {
    return new Names(await RecordFiles.open((number) => readingFormer(adapterOf(number))), namesMax)
  }

  /** The name to call; one made of the id for a buyer who gave none. */
  of(buyerId: string): string {
    return this.get(buyerId) ?? `Guest ${buyerId.slice(-4).toUpperCase()}`
  }

  /** The name that a buyer gave. */
  get(buyerId: string): string | undefined {
    return this.#names.get(buyerId)
  }

  /** Durable once it resolves; rejects when the disk does not take it, and keeps the name in memory then. */
  async set(buyerId: string, name: string): Promise<void> {
    const isNew = this.#names.get(buyerId) === undefined
    if (isNew && this.#names.isFull(buyerId, this.#namesMax)) throw new Error('too many names')
    await this.#names.set(buyerId, name)
  }

  /** Resolves when all that was set has been written. */
  async close(): Promise<void> {
    await this.#names.close()
  }
}

/** Files of names had a shape of their own at first. */
const readingFormer = (adapter: Adapter<NamesFile>): Adapter<NamesFile> => ({
  read: async () => {
    const data: (NamesFile & { names?: Record<string, string> }) | null = await adapter.read()
    return data?.names ? { version: 1, records: data.names } : data
  },
  write: (data) => adapter.write(data),
})
