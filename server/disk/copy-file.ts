import { type Disk, type DiskFile, readFully, withFile, writeAll } from './disk.ts'

/** How much is read and written at once. */
const chunkBytes = 1024 * 1024

export interface FilePlace {
  disk: Disk
  path: string
}

/**
 * Makes a durable copy of a file, which must be a file itself, as long as it was when it was opened, so that copying one
 * that grows ends. Returns its bytes.
 */
export function copyFile(from: FilePlace, to: FilePlace): Promise<number> {
  return withFile(from.disk, from.path, 'plain', async (source) =>
    copyBytes(source, await source.size(), to, 'create'),
  )
}

/** Makes a file of the first bytes of an open one, durable but for its name. Returns its bytes. */
export async function copyBytes(
  source: DiskFile,
  sizeBytes: number,
  { disk, path }: FilePlace,
  mode: 'create' | 'replace',
): Promise<number> {
  const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(chunkBytes, sizeBytes)))
  // Read first: for a folder this fails, and nothing has been made.
  let count = await readFully(source, buffer.subarray(0, sizeBytes), 0)
  return withFile(disk, path, mode, async (file) => {
    let copied = 0
    while (count > 0) {
      await writeAll(file, buffer.subarray(0, count), copied)
      copied += count
      count = await readFully(source, buffer.subarray(0, Math.min(chunkBytes, sizeBytes - copied)), copied)
    }
    await file.sync()
    return copied
  })
}
