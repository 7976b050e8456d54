import type { Adapter } from 'lowdb'
import { RecordFile, type RecordFileData } from './record-file.ts'

/** In how many files the records are: a change writes one of them, so it costs a part of all records. */
const filesCount = 64

/** Records by key, spread over files that an owner can open. */
export class RecordFiles<Value> {
  readonly #files: readonly RecordFile<Value>[]

  private constructor(files: readonly RecordFile<Value>[]) {
    this.#files = files
  }

  /** Reads the files that `adapterOf` names by their number; throws when one is there and cannot be read. */
  static async open<Value>(
    adapterOf: (number: string) => Adapter<RecordFileData<Value>>,
  ): Promise<RecordFiles<Value>> {
    const numbers = Array.from({ length: filesCount }, (_, index) => index.toString(16).padStart(2, '0'))
    return new RecordFiles(await Promise.all(numbers.map((number) => RecordFile.open(adapterOf(number)))))
  }

  get(key: string): Value | undefined {
    return this.#fileOf(key).get(key)
  }

  /** How many records the file has that a key belongs to, of how many that a file may have of `recordsMax`. */
  isFull(key: string, recordsMax: number): boolean {
    return this.#fileOf(key).size >= Math.ceil(recordsMax / filesCount)
  }

  *values(): Iterable<Value> {
    for (const file of this.#files) yield* file.values()
  }

  /** Durable once it resolves; rejects when the disk does not take it, and keeps the value in memory then. */
  set(key: string, value: Value): Promise<void> {
    return this.#fileOf(key).set(key, value)
  }

  /** Removes what is of no use any more; the file follows with its next change. */
  forget(key: string): void {
    this.#fileOf(key).forget(key)
  }

  /** Resolves when all that was set has been written. */
  async close(): Promise<void> {
    await Promise.all(this.#files.map((file) => file.close()))
  }

  /** Keys are random, so that any sum of their characters spreads them. */
  #fileOf(key: string): RecordFile<Value> {
    let sum = 0
    for (let index = 0; index < key.length; index += 1) sum = (sum * 31 + key.charCodeAt(index)) % 65_521
    return this.#files[sum % filesCount]!
  }
}
