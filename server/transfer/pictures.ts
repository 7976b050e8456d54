import { hash } from 'node:crypto'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Disk, nullIfMissing, readFileIfThere, withFile, writeAll } from '../disk/disk.ts'
import { Explained } from '../errors/explained.ts'
import { ImageIndex, ImageIndexFile, type ImageRecord } from '../images/image-index.ts'
import { type ImageKind, imageKindOf } from '../images/image-kind.ts'
import { isImageName } from '../images/image-store.ts'
import { FileJournals } from '../journal/file-journals.ts'

/** A product picture, and what is known about it. */
export interface Picture extends Pick<ImageRecord, 'shopId' | 'wasUsed' | 'unusedMs'> {
  /** SHA-256 of the bytes, in hexadecimal. */
  name: string
  type: ImageKind['type']
  bytes: Buffer
}

const folderOf = (dataFolder: string): string => join(dataFolder, 'images')

/** The pictures in a data folder. Throws an {@link Explained} where a file is not the picture that its name says. */
export async function* readPictures(
  disk: Disk,
  dataFolder: string,
): AsyncGenerator<Picture, void, undefined> {
  const folder = folderOf(dataFolder)
  const names = ((await nullIfMissing(disk.list(folder))) ?? []).filter(isImageName)
  if (names.length === 0) return
  const known = await new ImageIndexFile(disk, dataFolder).read(pino({ level: 'silent' }))
  const isComplete = names.every((name) => known.has(name))
  const shops = isComplete ? new Map<string, number>() : await shopsOfPictures(disk, dataFolder)
  for (const name of names.sort()) {
    const unknown = { shopId: shops.get(name) ?? 0, wasUsed: true, unusedMs: 0 }
    const { shopId, wasUsed, unusedMs } = known.get(name) ?? unknown
    const path = join(folder, name)
    const bytes = await readFileIfThere(disk, path)
    yield { ...pictureOf(name, bytes ?? Buffer.alloc(0), path), shopId, wasUsed, unusedMs }
  }
}

/** Throws an {@link Explained} that names `place` where the bytes are not the picture of that name. */
export function pictureOf(
  name: string,
  bytes: Buffer,
  place: string,
): Pick<Picture, 'name' | 'type' | 'bytes'> {
  const kind = imageKindOf(bytes)
  if (kind && hash('sha256', bytes) === name) return { name, type: kind.type, bytes }
  throw new Explained(
    `${place} is not the picture that its name says. Bring it back from a backup, or remove it.`,
  )
}

/** Writes pictures into a data folder that has none. All of it is durable then but the folder's own name. */
export async function writePictures(
  disk: Disk,
  dataFolder: string,
  pictures: AsyncIterable<Picture>,
): Promise<void> {
  const folder = folderOf(dataFolder)
  const index = new ImageIndex()
  for await (const { name, bytes, shopId, wasUsed, unusedMs } of pictures) {
    if (index.total.images === 0) await disk.makeFolder(folder)
    await withFile(disk, join(folder, name), 'create', async (file) => {
      await writeAll(file, bytes, 0)
      await file.sync()
    })
    index.add(name, { shopId, bytes: bytes.length, wasUsed, unusedMs })
  }
  if (index.total.images === 0) return
  await disk.syncFolder(folder)
  await new ImageIndexFile(disk, dataFolder).write(index)
}

/** For pictures that no index knows: the shop that shows or showed it. */
async function shopsOfPictures(disk: Disk, folder: string): Promise<Map<string, number>> {
  const shopOf = new Map<number, number>()
  const shops = new Map<string, number>()
  const note = (image: string | null | undefined, shopId = 0): void => {
    if (image) shops.set(image, shopId)
  }
  for await (const entries of new FileJournals({ disk, folder }).read({ after: 0 }))
    for (const event of entries.flatMap(({ events }) => events)) {
      if (event.type === 'product:created') {
        shopOf.set(event.productId, event.shopId)
        note(event.image, event.shopId)
      } else if (event.type === 'product:edited') note(event.changes.image, shopOf.get(event.productId))
      else if (event.type === 'shop:edited') {
        note(event.changes.avatar, event.shopId)
        note(event.changes.banner, event.shopId)
      }
    }
  return shops
}
