import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { FolderImages } from '../../server/images/folder-images.ts'
import { Images } from '../../server/images/images.ts'
import {
  createProduct,
  deleteProduct,
  openShop,
  seller,
  updateProduct,
} from '../support/builders/market-commands.ts'
import { png, webp } from '../support/builders/pictures.ts'
import { FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'
import { given } from '../support/drivers/market-story.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const bounds = {
  imagesMax: 10,
  imageBytesMax: 10_000,
  imagesPerShopMax: 3,
  imageBytesPerShopMax: 1_000,
  neverUsedMsMax: dayMs,
  unusedMsMax: 30 * dayMs,
  cachedBytesMax: 1_000,
}
const baker = seller('baker')
const shops = () =>
  given(openShop({ sellerId: 'baker', slug: 'bakery' }), openShop({ sellerId: 'fishmonger', slug: 'fish' }))
const others = async () => undefined

async function setScene(changed: Partial<typeof bounds> = {}) {
  const story = shops()
  const memory = new MemoryDisk()
  const disk = new FaultyDisk(memory)
  const parts = {
    disk,
    dataFolder: '/market',
    market: story.market,
    logger: pino({ level: 'silent' }),
    bounds: { ...bounds, ...changed },
  }
  const open = async () => new Images({ ...parts, store: await FolderImages.open(parts) })
  const images = await open()
  const keep = async (width: number, shopId = 2, picture = png): Promise<string> => {
    const kept = await images.keep(picture(width, 8), shopId)
    return 'code' in kept ? kept.code : kept.hash
  }
  const live = async (images: Images, hours: number) => {
    for (let hour = 0; hour < hours; hour += 1) await images.sweep(hourMs, others)
  }
  const filesLeft = () => disk.list('/market/images')
  return { story, memory, disk, parts, images, keep, live, filesLeft, reopen: open }
}

test('[brand] a picture that no product shows is kept while the brand shows it, and no longer', async () => {
  const { parts, keep, live } = await setScene()
  let brand: string[] = []
  const store = await FolderImages.open(parts)
  const images = new Images({ ...parts, store, alsoShown: () => brand })
  const kept = await images.keep(png(4, 8), 1)
  const logo = 'hash' in kept ? kept.hash : ''
  brand = [logo]
  expect(await keep(5)).not.toBe(logo)
  await live(images, 24 * 40)
  expect(await images.get(logo)).not.toBeNull()
  brand = []
  await live(images, 24 * 31)
  expect(await images.get(logo)).toBeNull()
})

describe('a shop’s quota of pictures', () => {
  test('[limits] one shop fills its own quota, and another can still store images', async () => {
    const { images, keep } = await setScene()
    for (const width of [1, 2, 3]) expect(await keep(width)).toMatch(/^[0-9a-f]{64}$/)
    expect(await images.keep(png(4, 8), 2)).toMatchObject({ code: 'quota_reached', what: 'images', max: 3 })
    expect(await keep(3), 'one that is there is no new one').toMatch(/^[0-9a-f]{64}$/)
    expect(await keep(4, 3)).toMatch(/^[0-9a-f]{64}$/)
    for (const width of [11, 12, 13, 14])
      expect(await keep(width, 1), 'the house shop has none').toMatch(/^[0-9a-f]{64}$/)
  })

  test('[limits] bytes are limited as well, per shop and for the market', async () => {
    const size = webp(2, 8).length
    const { images, keep } = await setScene({ imageBytesPerShopMax: 2 * size, imageBytesMax: 3 * size })
    await keep(2, 2, webp)
    await keep(3, 2, webp)
    expect(await images.keep(webp(4, 8), 2)).toMatchObject({ code: 'quota_reached', what: 'imageBytes' })
    expect(await keep(4, 3, webp)).toMatch(/^[0-9a-f]{64}$/)
    expect(await keep(5, 3, webp)).toBe('market_full')
    expect((await images.usage()).of(2)).toEqual({ images: 2, bytes: 2 * size })
    expect((await images.usage()).total).toEqual({ images: 3, bytes: 3 * size })
  })

  test('[limits] concurrent uploads do not exceed it, and a failed one takes no room', async () => {
    const { images, keep, disk } = await setScene()
    const answers = await Promise.all(Array.from({ length: 9 }, (_, index) => keep(index + 1)))
    expect(answers.filter((answer) => answer === 'quota_reached')).toHaveLength(6)
    const same = await Promise.all(Array.from({ length: 5 }, () => keep(50, 3)))
    expect(new Set(same).size).toBe(1)
    expect((await images.usage()).of(3).images).toBe(1)
    disk.faultAt = ({ operation }) => (operation === 'write' ? { kind: 'error', code: 'ENOSPC' } : null)
    await expect(keep(51, 3)).rejects.toThrow()
    expect((await images.usage()).of(3).images).toBe(1)
  })
})

describe('pictures that no product shows', () => {
  test('[limits] an image that was never used is removed after a day, and makes room', async () => {
    const { images, keep, live, filesLeft } = await setScene()
    const [hash] = [await keep(1), await keep(2), await keep(3)]
    await live(images, 24)
    expect(await filesLeft()).toHaveLength(3)
    await live(images, 2)
    expect(await filesLeft()).toEqual([])
    expect(await images.get(hash)).toBeNull()
    expect(await keep(4)).toMatch(/^[0-9a-f]{64}$/)
    expect(await keep(1), 'it can be sent again').toBe(hash)
    expect(await images.get(hash)).not.toBeNull()
  })

  test('[limits] an image that a product shows is never removed; one that it showed, after thirty days', async () => {
    const { story, images, keep, live } = await setScene()
    const [shown, replaced, deleted] = [await keep(1), await keep(2), await keep(3)]
    for (const image of [shown, replaced, deleted]) story.and(createProduct({ shopId: 2, image }, baker))
    await live(images, 48)
    story.and(updateProduct(2, { image: null }), deleteProduct(3))
    await live(images, 29 * 24)
    for (const hash of [shown, replaced, deleted]) expect(await images.get(hash)).not.toBeNull()
    await live(images, 2 * 24)
    expect(await images.get(shown)).not.toBeNull()
    expect([await images.get(replaced), await images.get(deleted)]).toEqual([null, null])
  })

  test('[limits] an image that a command or file refers to counts as just used', async () => {
    const { images, keep, live } = await setScene()
    const [named, sentAgain, forgotten] = [await keep(1), await keep(2), await keep(3)]
    await live(images, 20)
    images.touch(named)
    await keep(2)
    await live(images, 20)
    for (const hash of [named, sentAgain]) expect(await images.get(hash)).not.toBeNull()
    expect(await images.get(forgotten)).toBeNull()
  })

  test('[limits] a restart keeps the owner and the last use of images', async () => {
    const { images, keep, live, reopen, filesLeft } = await setScene()
    await keep(1)
    await live(images, 20)
    await images.save()
    const again = await reopen()
    expect((await again.usage()).of(2)).toEqual((await images.usage()).of(2))
    await live(again, 6)
    expect(await filesLeft()).toEqual([])
  })

  test('[G15] images of an older market belong to the shop whose product shows them', async () => {
    const { story, keep, memory, reopen } = await setScene()
    const [shown] = [await keep(1), await keep(2)]
    story.and(createProduct({ shopId: 2, image: shown }, baker))
    const size = png(1, 8).length
    for (const content of [null, Buffer.from('no index')]) {
      if (content) memory.put('/market/images.json', content)
      const again = await reopen()
      expect((await again.usage()).of(2)).toEqual({ images: 1, bytes: size })
      expect((await again.usage()).total).toEqual({ images: 2, bytes: 2 * size })
    }
  })
})
