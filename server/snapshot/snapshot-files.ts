import { join } from 'node:path'
import { Low } from 'lowdb'
import { type Disk, temporarySuffix } from '../disk/disk.ts'
import { readWhole, SummedFile, sumOf } from '../disk/summed-file.ts'
import { messageOf } from '../errors/explained.ts'
import { upcastManifest } from '../versions/steps.ts'
import type { Manifest, PartReference } from './snapshot-form.ts'

/** The name of a snapshot's manifest. */
export function manifestName(seq: number): string {
  return `snapshot-${digits(seq)}.json`
}

/** A part's name: its kind, its index, and the seq of the snapshot for which it was written. */
export function partName(kind: 'orders' | 'movements', index: number, seq: number): string {
  return `snapshot-${kind}-${String(index).padStart(5, '0')}-${digits(seq)}.json`
}

const isPartName = (name: string): boolean => /^snapshot-(orders|movements)-\d{5}-\d{16}\.json$/.test(name)

const digits = (seq: number): string => String(seq).padStart(16, '0')

/** Why a snapshot cannot be trusted. */
export interface SnapshotProblem {
  file: string
  problem: string
}

/** What `load` returns, or null when it failed for any reason, which is reported: a start can do without any snapshot. */
export async function passOverBad<T>(
  seq: number,
  load: () => Promise<T>,
  report: (problem: SnapshotProblem) => void,
): Promise<T | null> {
  try {
    return await load()
  } catch (error) {
    report({ file: manifestName(seq), problem: messageOf(error) })
    return null
  }
}

/** The files of a folder's snapshots. */
export class SnapshotFiles {
  readonly #disk: Disk
  readonly #folder: string
  /**
   * One buffer for one part after the other: with a buffer of some 20 MB for each, the collector would go over all of the
   * market that has been read by then.
   */
  #room = Buffer.alloc(0)

  constructor({ disk, folder }: { disk: Disk; folder: string }) {
    this.#disk = disk
    this.#folder = folder
  }

  /** The seqs of the snapshots that have a manifest, good or bad, newest first. */
  async list(): Promise<number[]> {
    const names = await this.#disk.list(this.#folder)
    return names
      .map((name) => Number(/^snapshot-(\d{16})\.json$/.exec(name)?.[1] ?? 0))
      .filter((seq) => seq > 0)
      .sort((one, other) => other - one)
  }

  /** Reads a snapshot's manifest. Throws when it is not what was written, or a newer release wrote it. */
  async readManifest(seq: number): Promise<Manifest> {
    const low = new Low<Manifest | null>(new SummedFile(this.#disk, this.#path(manifestName(seq))), null)
    await low.read()
    const manifest = upcastManifest(low.data!)
    if (manifest.counters.seq !== seq) throw new Error(`it is the snapshot of ${manifest.counters.seq}`)
    return manifest
  }

  /** The bytes of a part, which the next part overwrites. Throws when it is not the one that the manifest refers to. */
  async readPart({ name, sum }: PartReference): Promise<Buffer> {
    try {
      if (!isPartName(name)) throw new Error('its name is not that of a part')
      const bytes = await readWhole(this.#disk, this.#path(name), (sizeBytes) => this.#roomFor(sizeBytes))
      if (sumOf(bytes) !== sum) throw new Error('it is not the one that belongs here')
      return bytes
    } catch (error) {
      throw new Error(`its part ${name} is bad: ${messageOf(error)}`)
    }
  }

  #roomFor(sizeBytes: number): Buffer {
    if (this.#room.length < sizeBytes) this.#room = Buffer.allocUnsafeSlow(sizeBytes)
    return this.#room.subarray(0, sizeBytes)
  }

  /** Writes one file of a snapshot; returns its checksum. */
  async write(name: string, data: object): Promise<string> {
    const file = new SummedFile<object>(this.#disk, this.#path(name))
    await new Low(file, data).write()
    return file.sum
  }

  remove(name: string): Promise<void> {
    return this.#disk.remove(this.#path(name))
  }

  /** Removes the files of all snapshots but `keep`, and those that a crash left unfinished. */
  async removeOthers(keep: readonly Manifest[]): Promise<void> {
    const kept = new Set(
      keep.flatMap(({ counters, orderParts, movementParts }) => [
        manifestName(counters.seq),
        ...[...orderParts, ...movementParts].map(({ name }) => name),
      ]),
    )
    for (const name of await this.#disk.list(this.#folder)) {
      if (isSnapshotFile(name) && !kept.has(name)) await this.remove(name)
    }
    await this.#disk.syncFolder(this.#folder)
  }

  #path(name: string): string {
    return join(this.#folder, name)
  }
}

const isSnapshotFile = (name: string): boolean =>
  name.startsWith('snapshot-') && (name.endsWith('.json') || name.endsWith(`.json${temporarySuffix}`))
