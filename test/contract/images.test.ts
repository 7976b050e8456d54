import { hash } from 'node:crypto'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { FolderImages } from '../../server/images/folder-images.ts'
import type { ImageBounds, ImageStore } from '../../server/images/image-store.ts'
import { PostgresImages } from '../../server/postgres/postgres-images.ts'
import { openShop } from '../support/builders/market-commands.ts'
import { png } from '../support/builders/pictures.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { given } from '../support/drivers/market-story.ts'
import { makeDatabase } from '../support/drivers/postgres-nodes.ts'

const bounds: ImageBounds = {
  imagesMax: 4,
  imageBytesMax: 10_000,
  imagesPerShopMax: 3,
  imageBytesPerShopMax: 1_000,
  neverUsedMsMax: 0,
  unusedMsMax: 3_600_000,
  cachedBytesMax: 1_000,
}

/** Two nodes on one store; the same one twice where only one node can use it. */
type Subject = () => Promise<{
  stores: [ImageStore, ImageStore]
  disks: [MemoryDisk, MemoryDisk]
  clock: ShiftedClock
}>

const opened: PostgresImages[] = []
afterEach(() => {
  for (const store of opened.splice(0)) store.close()
})

const subjects: Record<string, Subject> = {
  'a folder': async () => {
    const { market } = given(openShop({ sellerId: 'baker', slug: 'bakery' }))
    const disk = new MemoryDisk()
    const logger = pino({ level: 'silent' })
    const store = await FolderImages.open({ disk, dataFolder: '/market', market, logger, bounds })
    return { stores: [store, store], disks: [disk, disk], clock: new ShiftedClock() }
  },
  'a table of PostgreSQL': async () => {
    const database = await makeDatabase()
    const disks: [MemoryDisk, MemoryDisk] = [new MemoryDisk(), new MemoryDisk()]
    const clock = new ShiftedClock()
    const make = (disk: MemoryDisk) => {
      const store = new PostgresImages({ database, disk, dataFolder: '/market', clock, bounds })
      opened.push(store)
      return store
    }
    return { stores: [make(disks[0]), make(disks[1])], disks, clock }
  },
}

const picture = (width: number) => {
  const bytes = png(width, 8)
  return { name: hash('sha256', bytes), image: { bytes, type: 'image/png' as const } }
}

async function keep(store: ImageStore, width: number, shopId = 2): Promise<string | null> {
  const { name, image } = picture(width)
  return (await store.keep(name, image, shopId))?.code ?? null
}

const others = async () => undefined
const sweep = (store: ImageStore, ...shown: number[]) =>
  store.sweep({ shown: new Set(shown.map((width) => picture(width).name)), passedMs: 60_000, others })

describe.each(Object.entries(subjects))('pictures in %s', (_, open) => {
  test('[G1] one node reads what another one kept, and nothing else', async () => {
    const { stores } = await open()
    const [one, other] = stores
    const { name, image } = picture(1)
    expect(await other.has(name)).toBe(false)
    expect(await one.keep(name, image, 2)).toBeNull()
    for (const store of stores)
      expect([await store.has(name), (await store.read(name))?.equals(image.bytes)]).toEqual([true, true])
    for (const wrong of ['', '../secret', 'a'.repeat(64), `${name}\n`, name.toUpperCase()])
      expect([await other.has(wrong), await other.read(wrong)]).toEqual([false, null])
  })

  test('[limits] quotas count the pictures of all nodes, also when they keep them at the same time', async () => {
    const { stores } = await open()
    const [one, other] = stores
    const kept = await Promise.all([1, 2, 3, 4, 5, 6].map((width) => keep(stores[width % 2]!, width)))
    expect(kept.filter((code) => code === null)).toHaveLength(3)
    expect(kept.filter((code) => code === 'quota_reached')).toHaveLength(3)
    const same = await Promise.all([one, other, one, other].map((store) => keep(store, 50, 3)))
    expect(same).toEqual([null, null, null, null])
    expect(await keep(other, 51, 3)).toBe('market_full')
    expect(await keep(one, 50, 2), 'one that is there is no new one').toBeNull()
    for (const store of stores) {
      const { total, of } = await store
        .usage()
        .then((usage) => ({ ...usage, total: usage.total, of: (id: number) => usage.of(id) }))
      expect([total.images, of(2).images, of(3).images, of(4).images]).toEqual([4, 3, 1, 0])
      expect(of(3).bytes).toBe(picture(50).image.bytes.length)
    }
  })

  test('[limits] removes what no product shows, and nothing that one shows or has shown lately', async () => {
    const { stores, disks } = await open()
    const [one, other] = stores
    for (const width of [1, 2, 3]) await keep(one, width)
    for (const width of [1, 2, 3]) await other.read(picture(width).name)
    const removed = [...(await sweep(one, 1, 2)), ...(await sweep(other, 1, 2))]
    expect(removed).toEqual([picture(3).name])
    expect([...(await sweep(one, 1)), ...(await sweep(other, 1)), ...(await sweep(one, 1))]).toEqual([])
    expect((await one.usage()).of(2).images).toBe(2)
    for (const disk of disks) expect(await disk.list('/market/images')).toHaveLength(2)
    expect(await keep(other, 3), 'it can be sent again').toBeNull()
    expect((await other.read(picture(3).name))?.equals(picture(3).image.bytes)).toBe(true)
  })

  test('[limits] clearing a shop removes its pictures that no product shows', async () => {
    const { stores } = await open()
    const [one, other] = stores
    for (const width of [1, 2]) await keep(one, width)
    await keep(other, 3, 3)
    expect(await other.clear(2, new Set([picture(1).name]))).toEqual([picture(2).name])
    expect([(await one.usage()).of(2).images, (await one.usage()).of(3).images]).toEqual([1, 1])
    expect(await other.has(picture(2).name)).toBe(false)
  })
})

describe('pictures in a table, with copies in the folder of each node', () => {
  test('[G3] a copy that is damaged or missing is read from the table again', async () => {
    const { stores, disks } = await subjects['a table of PostgreSQL']!()
    const { name, image } = picture(1)
    await stores[0].keep(name, image, 2)
    await stores[1].read(name)
    const path = `/market/images/${name}`
    for (const damage of [Buffer.from('not it'), image.bytes.subarray(0, 30)]) {
      disks[1].put(path, damage)
      expect((await stores[1].read(name))?.equals(image.bytes)).toBe(true)
    }
    await disks[1].remove(path)
    expect((await stores[1].read(name))?.equals(image.bytes)).toBe(true)
    expect(await disks[1].list('/market/images')).toEqual([name])
  })
  test('[G12] a node serves a picture for five seconds at most after another one removed it', async () => {
    const { stores, clock } = await subjects['a table of PostgreSQL']!()
    const { name } = picture(1)
    await keep(stores[0], 1)
    expect(await stores[1].has(name)).toBe(true)
    await stores[0].clear(2, new Set())
    expect(await stores[0].has(name)).toBe(false)
    clock.skip(5_000)
    expect(await stores[1].has(name)).toBe(false)
  })
})
