import { afterEach, expect, test } from 'vitest'
import { verifyFolder } from '../../server/verify/verify.ts'
import { list } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { apply, check, exported } from '../support/drivers/csv.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

test('[csv] texts in other languages come back as they were exported, in columns of their own where there are some', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const plain = await exported(market, 'products.csv')
  expect(plain.split('\r\n')[0]).toMatch(/,sku$/)
  const content = {
    de: { name: 'Brot', description: 'Zeile 1\nZeile 2' },
    ar: { name: '', description: 'خبز' },
  }
  const bread = await list(seller, { content })
  await list(seller, { name: 'Cake' })
  const file = await exported(market, 'products.csv')
  expect(file.split('\r\n')[0]).toMatch(/,sku,name:de,description:de,description:ar$/)
  expect(await check(market, file)).toMatchObject({ rows: 2, errors: [], notes: [], changes: [] })
  const anew = file.replace(/^(\d+),/gm, ',')
  expect((await apply(market, (await check(market, anew)).token)).status).toBe(200)
  const head = 'productId,Name:DE,name:fr,name:it'
  const shown = await check(market, `${head}\n${bread.id},,Pain,Pane\n,Torte,,`)
  expect(shown.errors.map(({ row, column }) => [row, column])).toEqual([
    [3, 'name'],
    [3, 'price'],
  ])
  const good = await check(market, `${head}\n${bread.id},,Pain,Pane`)
  expect(good.changes).toMatchObject([
    {
      fields: { 'name:de': { from: 'Brot', to: '' }, 'name:fr': { from: '', to: 'Pain' } },
      notes: ['ignored: name:it'],
    },
  ])
  expect((await apply(market, good.token)).status).toBe(200)
  await seller.until(() => Boolean(seller.view!.products.get(bread.id)?.content.fr), 'the edit')
  expect([...seller.view!.products.values()].map((product) => product.content)).toEqual([
    {
      de: { name: '', description: 'Zeile 1\nZeile 2' },
      fr: { name: 'Pain', description: '' },
      ar: content.ar,
    },
    {},
    content,
    {},
  ])
  const long = await check(market, `productId,name:de\n${bread.id},${'x'.repeat(121)}`)
  expect(long.errors).toEqual([{ row: 2, column: 'name:de', message: 'must have 1 to 120 characters' }])
  await market.stop()
  expect((await verifyFolder(market.folder)).findings).toEqual([])
})
