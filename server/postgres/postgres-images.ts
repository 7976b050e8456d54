import type { Disk } from '../disk/disk.ts'
import { ImageCache } from '../images/image-cache.ts'
import {
  type ImageBounds,
  type ImageRefusal,
  type ImageStore,
  type ImageUsage,
  type ImageUsages,
  isImageName,
  type KeptImage,
  refuseMore,
  type Yield,
} from '../images/image-store.ts'
import type { Clock } from '../os/clock.ts'
import { CalmSession } from './calm-session.ts'
import { type Connector, DatabaseAway, type Query } from './database.ts'
import { beginImages } from './locks.ts'

interface Dependencies {
  database: Connector
  disk: Disk
  /** Where copies are kept. */
  dataFolder: string
  clock: Clock
  bounds: ImageBounds
}

/** How long a picture that was there is served without looking whether another node removed it. */
const recheckMs = 5_000
const checkedMax = 20_000
/** Names that wait to be noted as just used. */
const touchedMax = 20_000
const rowsPerStep = 1_000

interface SweptRow {
  hash: string
  was_used: boolean
  is_shown: boolean
}

const usageSql = `select shop, count(*)::int as images, sum(size)::float8 as bytes
  from souk_images group by shop`

/**
 * Pictures in a table of PostgreSQL, which all nodes share; the node's folder has copies. Quotas are checked one upload at
 * a time, over all nodes. The database's clock counts how long a picture is unused.
 */
export class PostgresImages implements ImageStore {
  readonly #dependencies: Dependencies
  readonly #cache: ImageCache
  readonly #session: CalmSession
  /** For transactions. */
  readonly #uploads: CalmSession
  /** Pictures that were there, and when that was seen, oldest first. */
  readonly #checked = new Map<string, number>()
  /** Pictures about which the database is to be asked. */
  readonly #asked = new Map<string, PromiseWithResolvers<boolean>>()
  readonly #reading = new Map<string, Promise<Buffer | null>>()
  readonly #touched = new Set<string>()
  #isTouching = false
  #counting: Promise<ImageUsages> | null = null
  #lastUsage: ImageUsages = usagesOf([])

  constructor(dependencies: Dependencies) {
    const { database, disk, dataFolder, clock } = dependencies
    this.#dependencies = dependencies
    this.#cache = new ImageCache(disk, dataFolder)
    this.#session = new CalmSession(database, clock)
    this.#uploads = new CalmSession(database, clock)
  }

  /** While the database is away, what it said last. */
  usage(): Promise<ImageUsages> {
    this.#counting ??= this.#count().finally(() => (this.#counting = null))
    return this.#counting
  }

  async #count(): Promise<ImageUsages> {
    try {
      const { rows } = await this.#session.query<ImageUsage & { shop: number }>(usageSql)
      this.#lastUsage = usagesOf(rows)
    } catch (error) {
      if (!(error instanceof DatabaseAway)) throw error
    }
    return this.#lastUsage
  }

  has(name: string): boolean | Promise<boolean> {
    if (!isImageName(name)) return false
    const checkedAt = this.#checked.get(name)
    const isRecent = checkedAt !== undefined && this.#dependencies.clock.monotonic() - checkedAt < recheckMs
    return isRecent || this.#ask(name)
  }

  async read(name: string): Promise<Buffer | null> {
    if (!isImageName(name)) return null
    const copy = await this.#cache.read(name)
    if (copy) return copy
    const known = this.#reading.get(name)
    if (known) return known
    const reading = this.#session.alone(() => this.#fetch(name)).finally(() => this.#reading.delete(name))
    this.#reading.set(name, reading)
    return reading
  }

  async #fetch(name: string): Promise<Buffer | null> {
    const { rows } = await this.#session.query<{ bytes: Buffer }>(
      'select bytes from souk_images where hash = $1',
      [name],
    )
    const bytes = rows[0]?.bytes ?? null
    if (bytes) await this.#cache.write(name, bytes)
    return bytes
  }

  async keep(name: string, image: KeptImage, shopId: number): Promise<ImageRefusal | null> {
    const refusal = await this.#uploads.alone(() =>
      this.#uploads.use((query) => this.#insert(query, name, image, shopId)),
    )
    if (refusal) return refusal
    this.#isThere(name)
    await this.#cache.write(name, image.bytes)
    return null
  }

  /** Uploads take turns, so that no two of them find the same last place free. */
  async #insert(
    query: Query,
    name: string,
    { bytes, type }: KeptImage,
    shopId: number,
  ): Promise<ImageRefusal | null> {
    const [, , found, counted] = await Promise.all([
      query(beginImages),
      query({ text: touchSql, values: [[name]] }),
      query({ text: 'select from souk_images where hash = $1', values: [name] }),
      query<ImageUsage & { shop: number }>(usageSql),
    ])
    const { total, of } = usagesOf(counted.rows)
    const full =
      found.rowCount === 0 &&
      refuseMore({ total, shop: of(shopId) }, { shopId, bytes: bytes.length }, this.#dependencies.bounds)
    if (full) {
      await query('rollback')
      return full
    }
    const [, ended] = await Promise.all([
      found.rowCount === 0 &&
        query({
          text: 'insert into souk_images (hash, type, shop, size, bytes) values ($1, $2, $3, $4, $5)',
          values: [name, type, shopId, bytes.length, bytes],
        }),
      query('commit'),
    ])
    if (ended.command !== 'COMMIT') throw new DatabaseAway('the picture was not stored')
    return null
  }

  touch(name: string): void {
    if (!isImageName(name) || this.#touched.size >= touchedMax) return
    this.#touched.add(name)
    if (!this.#isTouching) void this.#touchAll()
  }

  /** Never rejects: a picture that was not noted as used stays for long enough nearly always. */
  async #touchAll(): Promise<void> {
    this.#isTouching = true
    while (this.#touched.size > 0) {
      const names = [...this.#touched]
      this.#touched.clear()
      await this.#session.query(touchSql, [names]).catch(() => undefined)
    }
    this.#isTouching = false
  }

  async sweep({ shown, others }: { shown: ReadonlySet<string>; others: Yield }): Promise<string[]> {
    const left = new Set<string>()
    const removed: string[] = []
    for (let last = ''; ; ) {
      const { rows } = await this.#session.query<SweptRow>(
        `select hash, was_used, unused_since is null as is_shown from souk_images
          where hash > $1 order by hash limit $2`,
        [last, rowsPerStep],
      )
      for (const { hash } of rows) left.add(hash)
      removed.push(...(await this.#sweepSome(rows, shown)))
      last = rows.at(-1)?.hash ?? ''
      if (rows.length < rowsPerStep) break
      await others()
    }
    await this.#forget(removed, left)
    await this.#cache.keepOnly(left)
    return removed
  }

  async #sweepSome(rows: readonly SweptRow[], shown: ReadonlySet<string>): Promise<string[]> {
    const { neverUsedMsMax, unusedMsMax } = this.#dependencies.bounds
    const namesOf = (is: (row: SweptRow) => boolean): string[] => rows.filter(is).map(({ hash }) => hash)
    const used = namesOf(({ hash, was_used, is_shown }) => shown.has(hash) && !(was_used && is_shown))
    if (used.length > 0)
      await this.#session.query(
        'update souk_images set was_used = true, unused_since = null where hash = any($1)',
        [used],
      )
    const left = namesOf(({ hash, is_shown }) => !shown.has(hash) && is_shown)
    if (left.length > 0)
      await this.#session.query(
        `update souk_images set unused_since = clock_timestamp()
          where hash = any($1) and unused_since is null`,
        [left],
      )
    const unused = namesOf(({ hash, is_shown }) => !shown.has(hash) && !is_shown)
    if (unused.length === 0) return []
    const { rows: removed } = await this.#session.query<{ hash: string }>(
      `delete from souk_images where hash = any($1) and unused_since <
        clock_timestamp() - (case when was_used then $2::float8 else $3::float8 end) * interval '1 millisecond' returning hash`,
      [unused, unusedMsMax, neverUsedMsMax],
    )
    return removed.map(({ hash }) => hash)
  }

  async clear(shopId: number, shown: ReadonlySet<string>): Promise<string[]> {
    const { rows } = await this.#session.query<{ hash: string }>(
      'select hash from souk_images where shop = $1',
      [shopId],
    )
    const unused = rows.map(({ hash }) => hash).filter((hash) => !shown.has(hash))
    const { rows: removed } = await this.#session.query<{ hash: string }>(
      'delete from souk_images where hash = any($1) returning hash',
      [unused],
    )
    const names = removed.map(({ hash }) => hash)
    await this.#forget(names)
    return names
  }

  async save(): Promise<void> {}

  close(): void {
    this.#session.close()
    this.#uploads.close()
  }

  async #forget(removed: readonly string[], left?: Set<string>): Promise<void> {
    for (const name of removed) {
      left?.delete(name)
      this.#checked.delete(name)
      await this.#cache.remove(name)
    }
  }

  /** Asks about all pictures together that are asked for within one turn of the event loop. */
  #ask(name: string): Promise<boolean> {
    const asked = this.#asked.get(name) ?? Promise.withResolvers<boolean>()
    if (this.#asked.size === 0) setImmediate(() => void this.#askAll())
    this.#asked.set(name, asked)
    return asked.promise
  }

  /** While the database is away, every picture that can be read is served. */
  async #askAll(): Promise<void> {
    const asked = new Map(this.#asked)
    this.#asked.clear()
    let isThere = (_: string): boolean => true
    try {
      const { rows } = await this.#session.query<{ hash: string }>(
        'select hash from souk_images where hash = any($1)',
        [[...asked.keys()]],
      )
      const there = new Set(rows.map(({ hash }) => hash))
      isThere = (name) => there.has(name)
      for (const name of there) this.#isThere(name)
    } catch {
      // The pictures that this node has are served.
    }
    for (const [name, { resolve }] of asked) resolve(isThere(name))
  }

  #isThere(name: string): void {
    this.#checked.delete(name)
    this.#checked.set(name, this.#dependencies.clock.monotonic())
    const [oldest] = this.#checked.size > checkedMax ? this.#checked.keys() : []
    if (oldest !== undefined) this.#checked.delete(oldest)
  }
}

const touchSql = `update souk_images set unused_since = clock_timestamp()
  where hash = any($1) and unused_since is not null`

function usagesOf(rows: readonly (ImageUsage & { shop: number })[]): ImageUsages {
  const shops = new Map(rows.map(({ shop, images, bytes }) => [shop, { images, bytes }]))
  const total = { images: 0, bytes: 0 }
  for (const { images, bytes } of rows) {
    total.images += images
    total.bytes += bytes
  }
  return { total, of: (shopId) => shops.get(shopId) ?? { images: 0, bytes: 0 } }
}
