import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { demoProducts, demoShops } from '../../server/demo/catalogue.ts'
import { imageKindOf } from '../../server/images/image-kind.ts'
import { picturesFolder, readDemoPictures } from '../../server/start/demo-pictures.ts'
import { forgetDemo } from '../../server/start/forget-demo.ts'
import { openDemo } from '../../server/start/open-demo.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer, worldOfTests } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const bytesMax = 1_500_000

test('[demo] each product has a picture, each shop an avatar and a banner, together at most 1.5 MB', async () => {
  const pictures = await readDemoPictures()
  const wanted = [
    ...demoProducts.map(({ picture }) => picture),
    ...demoShops.flatMap(({ picture }) => [`avatar-${picture}`, `banner-${picture}`]),
  ]
  expect([...pictures.keys()].sort()).toEqual(wanted.sort())
  const sizes = (await readdir(picturesFolder)).map(
    async (name) => (await stat(join(picturesFolder, name))).size,
  )
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  expect(bytes).toBeLessThanOrEqual(bytesMax)
  for (const { bytes } of pictures.values()) expect(imageKindOf(bytes)?.type).toBe('image/webp')
})

test('[demo] the demo’s market serves its pictures, and its shops have their colours', async () => {
  const folder = join(await makeTemporaryFolder(), 'demo')
  await openDemo(readConfig({ SOUK_DATA: folder, LOG_LEVEL: 'silent' }), worldOfTests())
  const market = await MarketServer.start({ folder })
  const { products, shops } = market.core.market
  const images = [
    ...[...products.map.values()].map(({ image }) => image),
    ...[...shops.map.values()].flatMap(({ avatar, banner }) => [avatar, banner]),
  ]
  expect(images).toHaveLength(30)
  for (const image of images) {
    const answer = await fetch(`${market.url}/images/${image}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp'])
    await answer.body?.cancel()
  }
  expect([...shops.map.values()].map(({ color }) => color)).toEqual(demoShops.map(({ color }) => color))
})

test('[demo] starting afresh never removes a market whose place was named', async () => {
  const dataFolder = join(await makeTemporaryFolder(), 'demo')
  await mkdir(dataFolder)
  await expect(forgetDemo({ dataFolder }, { SOUK_DATA: dataFolder })).rejects.toThrow('--fresh')
  expect(await readdir(dataFolder)).toEqual([])
  await forgetDemo({ dataFolder }, {})
  await expect(readdir(dataFolder)).rejects.toThrow('ENOENT')
})
