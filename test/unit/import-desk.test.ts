import { describe, expect, test } from 'vitest'
import { ImportDesk } from '../../server/csv/import-desk.ts'
import { MemoryImports } from '../../server/csv/memory-imports.ts'
import { TooManyRows } from '../../server/csv/pending-imports.ts'
import type { Actor } from '../../server/market/command.ts'
import { openShop, seller } from '../support/builders/market-commands.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'
import { given } from '../support/drivers/market-story.ts'

const names = ['a', 'b', 'c', 'd'] as const
const bounds = { plansPerShopMax: 3, planRowsMax: 20, planMsMax: 60_000 }

function setScene(changed: Partial<typeof bounds> = {}) {
  const { market } = given(...names.map((name) => openShop({ sellerId: name, slug: name })))
  const clock = new VirtualClock()
  const named: string[] = []
  const desk = new ImportDesk({
    market,
    pending: new MemoryImports({ clock, bounds: { ...bounds, ...changed } }),
    random: { number: () => 0, uuid: () => crypto.randomUUID() },
    onImageNamed: (hash) => named.push(hash),
  })
  const shopIdOf = (name: (typeof names)[number]) => names.indexOf(name) + 2
  const check = async (name: (typeof names)[number], rows = 1, image = ''): Promise<string> => {
    const lines = Array.from({ length: rows }, (_, index) => `Bread ${index},1.00,1,${image}`)
    const file = Buffer.from(['name,price,stock,image', ...lines].join('\n'))
    return (await desk.check(seller(name), shopIdOf(name), file)).token!
  }
  const isThere = async (actor: Actor, token: string): Promise<boolean> => {
    const { command } = await desk.envelope(actor, crypto.randomUUID(), token)
    return command.type === 'product:import' && command.rows !== null
  }
  return { desk, clock, named, check, isThere: (name: string, token: string) => isThere(seller(name), token) }
}

describe('pending imports', () => {
  test('[limits] a shop’s checks replace its own, and never those of another shop', async () => {
    const { desk, check, isThere } = setScene()
    const other = await check('b')
    const own = []
    for (let count = 0; count < 12; count += 1) own.push(await check('a'))
    expect(await isThere('b', other)).toBe(true)
    const there = await Promise.all(own.map((token) => isThere('a', token)))
    expect(there).toEqual([...Array(9).fill(false), true, true, true])
    const { filesOf } = await desk.usage()
    expect([filesOf(2), filesOf(3)]).toEqual([3, 1])
  })

  test('[limits] if all files together have too many rows, the shop with most is dropped, never one with fewer', async () => {
    const { check, isThere } = setScene()
    const large = [await check('a', 5), await check('a', 5), await check('a', 5)]
    const small = await check('b', 4)
    const next = await check('c', 4)
    expect(await Promise.all(large.map((token) => isThere('a', token)))).toEqual([false, true, true])
    expect([await isThere('b', small), await isThere('c', next)]).toEqual([true, true])
    await expect(check('d', 15)).rejects.toThrow(TooManyRows)
    expect([await isThere('b', small), await isThere('c', next)]).toEqual([true, true])
  })

  test('[limits] a file that waited too long makes room', async () => {
    const { desk, clock, check } = setScene({ planRowsMax: 6 })
    await check('a', 5)
    await expect(check('b', 6)).rejects.toThrow(TooManyRows)
    clock.tick(60_000)
    expect((await desk.usage()).filesOf(2)).toBe(0)
    await check('b', 6)
  })

  test('[limits] images that a file refers to count as just used', async () => {
    const { named, check } = setScene()
    const image = 'a'.repeat(64)
    await check('a', 2, image)
    expect(named).toEqual([image, image])
  })
})
