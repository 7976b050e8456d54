import { afterEach, describe, expect, test } from 'vitest'
import type { ImportCheck, ImportDone } from '../../shared/protocol/import-messages.ts'
import { list, newId } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { apply, check, exported } from '../support/drivers/csv.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

describe('numbers in an import', () => {
  const messagesOf = async (text: string, environment: Record<string, string> = {}) => {
    const market = await MarketServer.start({ environment })
    return check(market, text)
  }
  const pricesOf = ({ changes }: ImportCheck) => changes.map(({ fields }) => fields.price?.to)

  test('[csv] are not guessed: one that can be read in two ways is an error that names both', async () => {
    const shown = await messagesOf('name,price\nBread,"1,000"\nCake,1.000\n')
    expect(shown.token).toBeNull()
    expect(shown.errors).toEqual(
      [2, 3].map((row) => ({ row, column: 'price', message: expect.stringContaining('1.000 or as 1000') })),
    )
  })

  test('[csv] are read with the separator that the file’s other prices prove', async () => {
    expect(pricesOf(await messagesOf('name,price\nBread,"1,000"\nCake,12.50\n'))).toEqual([100_000, 1_250])
    expect(pricesOf(await messagesOf('name;price\nBread;1.000\nCake;12,50\nTart;1.234,5'))).toEqual([
      100_000, 1_250, 123_450,
    ])
    const both = await messagesOf('name;price\nBread;1.000\nCake;12,50\nTart;12.50')
    expect(both.errors.map(({ row }) => row)).toEqual([2])
    const fine = await messagesOf('name;price\nBread;1,000\nCake;12,50')
    expect(fine.errors.map(({ row, column }) => [row, column])).toEqual([[2, 'price']])
  })

  test('[csv] with three digits after the point come back from the export unchanged', async () => {
    const market = await MarketServer.start({ environment: { SOUK_CURRENCY: 'KWD' } })
    await list(await joinSeller(market), { price: 1_500 })
    const file = await exported(market, 'products.csv')
    expect(file).toContain(',1.500,')
    expect(await check(market, file)).toMatchObject({ errors: [], changes: [] })
    expect((await check(market, 'name,price\nBread,1.500')).errors).toHaveLength(1)
  })

  test.for(['1e1', '0x10', '5.0', '1,000', '１', '1 000', '5 pieces', '+5', '−5', '--5'])(
    '[csv] of stock and limits have digits only: %s is refused',
    async (number) => {
      const market = await MarketServer.start()
      const bread = await list(await joinSeller(market), { stock: 3 })
      const columns = ['stock', 'restock', 'limitPerBuyer']
      for (const column of columns) {
        if (column === 'restock' && number === '+5') continue
        const asNew = `name;price;${column}\nBread;1;${number}`
        const edited = `productId;${column}\n${bread.id};${number}`
        for (const text of column === 'restock' ? [edited] : [asNew, edited])
          expect((await check(market, text)).errors.map((error) => error.column)).toEqual([column])
      }
      expect((await check(market, `name;price\nBread;${number}x`)).errors).toHaveLength(1)
    },
  )

  test('[csv] of prices in other notations are refused', async () => {
    const prices = ['1e1', '0x10', '５', '−5', '+5', '5 €', '€5', "1'000.00", "'-5", '-5', '.5', '1,00,000']
    const shown = await messagesOf(`name;price\n${prices.map((price) => `Bread;${price}`).join('\n')}`)
    expect(shown.errors.map(({ row }) => row)).toEqual(prices.map((_, index) => index + 2))
  })
})

describe('everything in a file that is not imported has a message:', () => {
  const started = async () => {
    const market = await MarketServer.start()
    return { market, bread: await list(await joinSeller(market), { stock: 20 }) }
  }
  const rowsOf = (messages: { row: number; column: string }[]) =>
    messages.map(({ row, column }) => [row, column])

  test('[csv] an extra cell, and a row that is too short', async () => {
    const { market } = await started()
    const shown = await check(market, 'name,price,stock\nBread,2,50,10\nCake,2\nTart,2,1,,\n')
    expect(rowsOf(shown.errors)).toEqual([
      [2, 'column 4'],
      [3, ''],
    ])
    expect(shown.changes.map(({ name }) => name)).toEqual(['Tart'])
    const unnamed = await check(market, 'name,,price,\nBread,,2,\nCake,lost,2,\n')
    expect(rowsOf(unnamed.errors)).toEqual([[3, 'column 2']])
  })

  test('[csv] a changed stock, with or without another change', async () => {
    const { market, bread } = await started()
    const file = (await exported(market, 'products.csv')).replace(',20,', ',15,')
    const shown = await check(market, file)
    expect(shown).toMatchObject({ errors: [], changes: [], token: null })
    expect(shown.notes).toEqual([
      { row: 2, column: 'stock', message: expect.stringMatching(/15.*write -5 into restock/) },
    ])
    const changed = await check(market, `productId,name,stock\n${bread.id},Rye,15`)
    expect(changed.notes).toEqual([])
    expect(changed.changes[0]!.notes).toEqual([expect.stringContaining('stock is ignored')])
  })

  test('[csv] a column with an unknown name', async () => {
    const { market, bread } = await started()
    const shown = await check(market, `productId,name,Name 2,weight\n${bread.id},Rye,x,7\n${bread.id + 1},,,`)
    expect(shown.changes[0]!.notes).toEqual(['ignored: Name 2, weight'])
    expect(rowsOf(shown.errors)).toEqual([[3, 'productId']])
    const only = await check(market, `productId,weight\n${bread.id},7\n`)
    expect(only).toMatchObject({
      changes: [],
      notes: [{ row: 2, column: 'weight', message: 'ignored: weight' }],
    })
  })

  test('[csv] a second row of one product, whatever the first one changes', async () => {
    const { market, bread } = await started()
    for (const first of ['', 'Rye', '\u0000'.repeat(0)]) {
      const text = `productId,name\n${bread.id},${first}\n,,\n0${bread.id},Wheat\n ${bread.id} ,Wheat`
      expect((await check(market, text)).errors).toEqual(
        [4, 5].map((row) => ({ row, column: 'productId', message: 'is in row 2 already' })),
      )
    }
  })

  test('[csv] errors and notes beyond those that are listed', async () => {
    const { market, bread } = await started()
    const wrong = await check(market, `name,price\n${'Bread,\n'.repeat(600)}`)
    expect([wrong.errors.length, wrong.moreErrors]).toEqual([500, 100])
    expect(bread.id).toBe(1)
    const ids = Array.from({ length: 600 }, (_, index) => `,Bread ${index},1`)
    await apply(market, (await check(market, `productId,name,price\n${ids.join('\n')}`)).token)
    const noted = Array.from({ length: 601 }, (_, index) => `${index + 1},weight`)
    const shown = await check(market, `productId,weight\n${noted.join('\n')}`)
    expect([shown.notes.length, shown.moreNotes, shown.changes]).toEqual([500, 101, []])
  })

  test('[csv] letters of another encoding', async () => {
    const { market } = await started()
    const shown = await check(market, Buffer.from('name;price\nBrød;5', 'latin1'))
    expect(shown.changes.map(({ name }) => name)).toEqual(['Brød'])
    expect(shown.notes).toEqual([{ row: 1, column: '', message: expect.stringContaining('Windows-1252') }])
    const cyrillic = await check(
      market,
      Buffer.from([...'name;price\n'].map((one) => one.charCodeAt(0)).concat(0x81, 0x3b, 0x35)),
    )
    expect(rowsOf(cyrillic.errors)).toEqual([[2, 'name']])
  })
})

describe('a checked file is applied once', () => {
  test('[G5] even with another id, at the same time, and after a restart', async () => {
    const market = await MarketServer.start()
    const bread = await list(await joinSeller(market), { stock: 5 })
    const text = `productId,name,price,restock\n,Cake,5,\n${bread.id},,,10`
    const { token } = await check(market, text)
    const answers = await Promise.all(Array.from({ length: 5 }, () => apply(market, token)))
    const [done] = answers.map((answer) => answer.json() as ImportDone)
    expect(done).toMatchObject({ created: 1, changed: 1 })
    for (const answer of answers) expect(answer.json()).toEqual(done)
    const known = newId()
    expect((await apply(market, token, known)).json()).toEqual(done)
    await market.restart()
    expect((await apply(market, token)).json()).toMatchObject({ error: { code: 'conflict' } })
    expect([...market.core.market.products.map.values()].map(({ name, stock }) => [name, stock])).toEqual([
      ['Bread', 15],
      ['Cake', 0],
    ])
  })

  test('[G5] another check is another import, which cannot use the first one’s id', async () => {
    const market = await MarketServer.start()
    const id = newId()
    const [first, second] = [
      await check(market, 'name,price\nCake,5'),
      await check(market, 'name,price\nCake,5'),
    ]
    expect((await apply(market, first.token, id)).status).toBe(200)
    expect((await apply(market, second.token, id)).json()).toMatchObject({ error: { code: 'id_mismatch' } })
    expect((await apply(market, second.token)).status).toBe(200)
    expect(market.core.market.counters.products).toBe(2)
  })

  test('[G9] and can be tried again after a refusal', async () => {
    const market = await MarketServer.start({ bounds: { market: { productsMax: 1 } } })
    const seller = await joinSeller(market)
    const bread = await list(seller)
    const { token } = await check(market, 'name,price\nCake,5')
    expect((await apply(market, token)).json()).toMatchObject({ error: { code: 'market_full' } })
    await seller.ok('product:delete', { id: newId(), productId: bread.id })
    const id = newId()
    const done = await apply(market, token, id)
    expect([done.status, (await apply(market, token)).json()]).toEqual([200, done.json()])
  })
})
