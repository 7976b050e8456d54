import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { roleIn } from '../../server/session/accounts.ts'
import { verifyFolder } from '../../server/verify/verify.ts'
import { type MarketRecord, type People, recordOf } from '../fixtures/record.ts'
import { backUp, restore } from '../support/builders/backup-folders.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { join as joinMarket } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { openGuest } from '../support/drivers/people.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const fixtures = join(import.meta.dirname, '../fixtures')
const versions = readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory())
const folders = versions.flatMap(({ name: version }) =>
  readdirSync(join(fixtures, version)).map((name) => ({ version, name })),
)

const readJson = (...path: string[]) => JSON.parse(readFileSync(join(fixtures, ...path), 'utf8'))

/** A copy that may be changed, with the record of its content and its people's tokens and passwords. */
async function copyOf({ version, name }: { version: string; name: string }) {
  const folder = join(await makeTemporaryFolder(), 'market')
  cpSync(join(fixtures, version, name, 'market'), folder, { recursive: true })
  const people: People = readJson(version, name, 'people.json')
  const record: MarketRecord = readJson(version, name, 'record.json')
  return { folder, people, record }
}

/** Opens it a day after its last order, so that no session has expired whenever this test runs. */
const open = (folder: string, record: MarketRecord) => {
  const lastAt = Math.max(...record.orders.flat().map(({ placedAt }) => placedAt))
  return MarketServer.start({
    folder,
    environment: { SOUK_OPERATOR_TOKEN: '' },
    world: { clock: new ShiftedClock(lastAt + 86_400_000) },
  })
}

test('[G15] the folders of version 3 contain SKUs, and ready orders of guests and accounts', () => {
  for (const folder of folders.filter(({ version }) => version === 'v3')) {
    const record: MarketRecord = readJson(folder.version, folder.name, 'record.json')
    expect(record.products.map(({ sku }) => sku)).toContain('BR-1 "weiß"')
    const ready = record.orders.flat().filter(({ status }) => status === 'ready')
    expect(ready.map(({ buyerName }) => buyerName).toSorted()).toEqual(['Mira', '李雷'])
  }
})

describe.each(folders)('a folder written by $version ($name)', (folderName) => {
  test('[G15] opens with everything that it contained', async () => {
    const { folder, people, record } = await copyOf(folderName)
    const market = await open(folder, record)
    expect(await recordOf(market, people)).toMatchObject(record)
    for (const { id, shopId } of market.core.accounts.all())
      if (shopId !== null)
        expect(market.core.accounts.staffOf(shopId).map((one) => [one.id, roleIn(one, shopId)])).toEqual([
          [id, 'owner'],
        ])
    const skus = new Map(record.products.map(({ id, sku }) => [id, sku]))
    for (const { id, sku } of market.core.market.products.map.values()) expect(sku).toBe(skus.get(id) ?? null)
  })

  test('[G15] verifies before and after it is opened', async () => {
    const { folder, record } = await copyOf(folderName)
    const before = await verifyFolder(folder)
    const market = await open(folder, record)
    await market.stop()
    const after = await verifyFolder(folder)
    expect([before.findings, after.findings]).toEqual([[], []])
    expect(after.counts.orders).toBe(record.orders.flat().length)
  })

  test('[G15] sells, readies, fulfils and cancels, and reads all of it again after a restart', async () => {
    const { folder, people, record } = await copyOf(folderName)
    const market = await open(folder, record)
    const seller = await joinMarket(market, '/seller', { auth: { token: people.operatorToken } })
    const product = await list(seller, { stock: 3 })
    const buyer = await joinMarket(market, '/', { auth: { token: (await openGuest(market)).token } })
    const bought = await buyer.ok('purchase:create', purchase(product, 2))
    const waiting = record.orders.flat().filter(({ status }) => status === 'placed')
    const ready = record.orders.flat().filter(({ status }) => status === 'ready')
    const id = crypto.randomUUID()
    await seller.ok('order:fulfil', { id, orderId: waiting[0]!.id })
    await seller.ok('order:cancel', { id: crypto.randomUUID(), orderId: waiting[1]!.id, reason: 'No show' })
    await seller.ok('order:ready', { id: crypto.randomUUID(), orderId: waiting[2]!.id })
    for (const order of ready) await seller.ok('order:fulfil', { id: crypto.randomUUID(), orderId: order.id })
    const lived = await recordOf(market, people)
    seller.leave()
    buyer.leave()
    await market.restart()
    expect(await recordOf(market, people)).toEqual(lived)
    const statuses = new Map(lived.orders.flat().map(({ id, status }) => [id, status]))
    const changed = [bought.order, ...waiting.slice(0, 3)].map((order) => statuses.get(order.id))
    expect(changed).toEqual(['placed', 'fulfilled', 'cancelled', 'ready'])
    for (const order of ready) expect(statuses.get(order.id)).toBe('fulfilled')
    expect((await verifyFolder(folder)).findings).toEqual([])
  })

  test('[G15] is backed up and restored', async () => {
    const { folder, people, record } = await copyOf(folderName)
    await backUp(folder, `${folder}-copy`)
    await restore(`${folder}-copy`, `${folder}-restored`)
    const market = await open(`${folder}-restored`, record)
    const { epoch, ...content } = record
    const restored = await recordOf(market, people)
    expect(restored).toMatchObject(content)
    expect(restored.epoch).not.toBe(epoch)
  })
})
