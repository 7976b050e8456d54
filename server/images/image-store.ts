import { marketFull, type RefusalOf, refuse } from '../../shared/refusals.ts'
import type { Bounds } from '../bounds.ts'
import { houseShopId } from '../market/shops.ts'
import type { ImageKind } from './image-kind.ts'

/** How many pictures there are, and their bytes together. */
export interface ImageUsage {
  images: number
  bytes: number
}

export interface ImageUsages {
  /** Of the whole market. */
  total: Readonly<ImageUsage>
  /** Of a shop: all pictures uploaded for it, shown by a product or not. */
  of(shopId: number): Readonly<ImageUsage>
}

/** A picture as it is served. */
export interface KeptImage {
  bytes: Buffer
  type: ImageKind['type']
}

export type ImageRefusal = RefusalOf<'quota_reached' | 'market_full'>

/** Gives other work a turn. */
export type Yield = () => Promise<unknown>

/**
 * Pictures by the hash of their bytes, with their shops and when a product last showed them. A port: a folder is one
 * adapter, a table that several nodes share another.
 */
export interface ImageStore {
  usage(): Promise<ImageUsages>
  /** Whether there is a picture of that name, which may be any text. */
  has(name: string): boolean | Promise<boolean>
  /** Null when there is none. */
  read(name: string): Promise<Buffer | null>
  /** Stores a picture for a shop; durable once it resolves with null. One that is there counts as just used. */
  keep(name: string, image: KeptImage, shopId: number): Promise<ImageRefusal | null>
  /** Counts a picture as just used: a command or an import named it, so a product may show it soon. */
  touch(name: string): void
  /**
   * Removes pictures that no product has shown for too long, and returns their names. `passedMs` is the time since the
   * last call.
   */
  sweep(sweep: { shown: ReadonlySet<string>; passedMs: number; others: Yield }): Promise<string[]>
  /** Removes those of a shop's pictures that are not shown, and returns their names. */
  clear(shopId: number, shown: ReadonlySet<string>): Promise<string[]>
  /** Saves what is kept in memory alone. */
  save(): Promise<void>
}

export type ImageBounds = Omit<Bounds['images'], 'sweepDistanceMs'>

export const isImageName = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

/** Null when a shop may store another picture of so many bytes. */
export function refuseMore(
  { total, shop }: { total: ImageUsage; shop: ImageUsage },
  { shopId, bytes }: { shopId: number; bytes: number },
  bounds: ImageBounds,
): ImageRefusal | null {
  if (shopId !== houseShopId) {
    if (shop.images >= bounds.imagesPerShopMax)
      return refuse('quota_reached', { what: 'images', max: bounds.imagesPerShopMax })
    if (shop.bytes + bytes > bounds.imageBytesPerShopMax)
      return refuse('quota_reached', { what: 'imageBytes', max: bounds.imageBytesPerShopMax })
  }
  if (total.images >= bounds.imagesMax) return marketFull('images', bounds.imagesMax)
  return total.bytes + bytes > bounds.imageBytesMax ? marketFull('imageBytes', bounds.imageBytesMax) : null
}
