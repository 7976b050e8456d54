/** What is known about one stored picture. */
export interface ImageRecord {
  /** The shop that it was uploaded for; 0 when unknown. */
  shopId: number
  bytes: number
  /** Has a product ever shown it? */
  wasUsed: boolean
  /** For how long no product has shown it, counted while the market runs. */
  unusedMs: number
}

/** How many pictures there are, and their bytes together. */
export interface ImageUsage {
  images: number
  bytes: number
}

/** The stored pictures by hash, and the usage of each shop. */
export class ImageIndex {
  readonly #records = new Map<string, ImageRecord>()
  readonly #shops = new Map<number, ImageUsage>()
  readonly #total: ImageUsage = { images: 0, bytes: 0 }

  get total(): Readonly<ImageUsage> {
    return this.#total
  }

  usageOf(shopId: number): Readonly<ImageUsage> {
    return this.#shops.get(shopId) ?? { images: 0, bytes: 0 }
  }

  get(hash: string): ImageRecord | undefined {
    return this.#records.get(hash)
  }

  entries(): Iterable<[string, ImageRecord]> {
    return this.#records
  }

  add(hash: string, record: ImageRecord): void {
    this.#records.set(hash, record)
    this.#count(record, 1)
  }

  remove(hash: string): void {
    const record = this.#records.get(hash)
    if (!record) return
    this.#records.delete(hash)
    this.#count(record, -1)
  }

  #count({ shopId, bytes }: ImageRecord, sign: 1 | -1): void {
    const usage = this.#shops.get(shopId) ?? { images: 0, bytes: 0 }
    this.#shops.set(shopId, usage)
    for (const counted of [usage, this.#total]) {
      counted.images += sign
      counted.bytes += sign * bytes
    }
  }
}
