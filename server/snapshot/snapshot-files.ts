import { join } from 'node:path'
import { Low } from 'lowdb'
import { type Disk, temporarySuffix } from '../disk/disk.ts'
import { type Allocate, readWhole, SummedFile, sumOf } from '../disk/summed-file.ts'
import { upcastManifest } from '../versions/steps.ts'
import type { Manifest, PartReference } from './snapshot-form.ts'

/** The seqs of the snapshots that have a manifest, good or bad, newest first. */
export async function listSnapshots(disk: Disk, folder: string): Promise<number[]> {
  const names = await disk.list(folder)
  return names
    .map((name) => Number(/^snapshot-(\d{16})\.json$/.exec(name)?.[1] ?? 0))
    .filter((seq) => seq > 0)
    .sort((one, other) => other - one)
}

export function manifestName(seq: number): string {
  return `snapshot-${digits(seq)}.json`
}

/** A part's name: its kind, its index, and the seq of the snapshot for which it was written. */
export function partName(kind: 'orders' | 'movements', index: number, seq: number): string {
  return `snapshot-${kind}-${String(index).padStart(5, '0')}-${digits(seq)}.json`
}

const isPartName = (name: string): boolean => /^snapshot-(orders|movements)-\d{5}-\d{16}\.json$/.test(name)

const digits = (seq: number): string => String(seq).padStart(16, '0')

/** Reads a snapshot's manifest. Throws when it is not what was written, or a newer release wrote it. */
export async function readManifest(disk: Disk, folder: string, seq: number): Promise<Manifest> {
  const manifest = upcastManifest(await readSummed<Manifest>(disk, join(folder, manifestName(seq)), null))
  if (manifest.counters.seq !== seq) throw new Error(`it is the snapshot of ${manifest.counters.seq}`)
  return manifest
}

/** Throws when it is not the part that the manifest refers to. */
export async function readPart<Part extends object>(
  disk: Disk,
  folder: string,
  reference: PartReference,
): Promise<Part> {
  return ofPart(reference, () => readSummed<Part>(disk, join(folder, reference.name), reference.sum))
}

/**
 * One buffer for one part after the other: with a buffer of some 20 MB for each, the collector would go over all of the
 * market that has been read by then. Each part overwrites the previous one.
 */
export function reusedRoom(): Allocate {
  let room = Buffer.alloc(0)
  return (sizeBytes) => {
    if (room.length < sizeBytes) room = Buffer.allocUnsafeSlow(sizeBytes)
    return room.subarray(0, sizeBytes)
  }
}

/**
 * The bytes of a part, in a buffer from `allocate`. Throws when it is not the part that the manifest refers to.
 */
export async function readPartBytes(
  disk: Disk,
  folder: string,
  reference: PartReference,
  allocate?: Allocate,
): Promise<Buffer> {
  return ofPart(reference, async () => {
    const bytes = await readWhole(disk, join(folder, reference.name), allocate)
    if (sumOf(bytes) !== reference.sum) throw new Error(notTheOne)
    return bytes
  })
}

/** Returns what `read` returns; its errors name the part. */
async function ofPart<Read>({ name }: PartReference, read: () => Promise<Read>): Promise<Read> {
  try {
    if (!isPartName(name)) throw new Error('its name is not that of a part')
    return await read()
  } catch (error) {
    throw new Error(`its part ${name} is bad: ${error instanceof Error ? error.message : error}`)
  }
}

const notTheOne = 'it is not the one that belongs here'

async function readSummed<Data extends object>(
  disk: Disk,
  path: string,
  expectedSum: string | null,
): Promise<Data> {
  const file = new SummedFile<Data | null>(disk, path)
  const low = new Low<Data | null>(file, null)
  await low.read()
  if (low.data === null || (expectedSum !== null && expectedSum !== file.sum)) throw new Error(notTheOne)
  return low.data
}

/** Writes one file of a snapshot; returns its checksum. */
export async function writeSummed(disk: Disk, folder: string, name: string, data: object): Promise<string> {
  const file = new SummedFile<object>(disk, join(folder, name))
  await new Low(file, data).write()
  return file.sum
}

/** Removes the files of all snapshots but `keep`, and those that a crash left unfinished. */
export async function removeOthers(disk: Disk, folder: string, keep: readonly Manifest[]): Promise<void> {
  const kept = new Set<string>()
  for (const manifest of keep) {
    kept.add(manifestName(manifest.counters.seq))
    for (const part of [...manifest.orderParts, ...manifest.movementParts]) kept.add(part.name)
  }
  for (const name of await disk.list(folder)) {
    if (isSnapshotFile(name) && !kept.has(name)) await disk.remove(join(folder, name))
  }
  await disk.syncFolder(folder)
}

function isSnapshotFile(name: string): boolean {
  return name.startsWith('snapshot-') && (name.endsWith('.json') || name.endsWith(`.json${temporarySuffix}`))
}
