import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { demoProducts, demoShops } from '../demo/catalogue.ts'

/** Drawn for this project: scenes of signed distance functions, rendered once. */
export const picturesFolder = join(import.meta.dirname, '../demo/pictures')

export interface DemoPicture {
  bytes: Buffer
  /** SHA-256 of the bytes, by which products and shops name it. */
  hash: string
  shopId: number
}

export const avatarOf = (name: string): string => `avatar-${name}`
export const bannerOf = (name: string): string => `banner-${name}`

/** All pictures of the demo, by name. */
export async function readDemoPictures(): Promise<ReadonlyMap<string, DemoPicture>> {
  const shopIds = new Map<string, number>([
    ...demoProducts.map(({ picture, shop }) => [picture, shop + 1] as const),
    ...demoShops.flatMap(({ picture }, shop) =>
      [avatarOf(picture), bannerOf(picture)].map((name) => [name, shop + 1] as const),
    ),
  ])
  const files = await readdir(picturesFolder)
  const pictures = files.map(async (file) => {
    const name = basename(file, '.webp')
    const bytes = await readFile(join(picturesFolder, file))
    return [name, { bytes, hash: hash('sha256', bytes), shopId: shopIds.get(name) ?? 1 }] as const
  })
  return new Map(await Promise.all(pictures))
}
