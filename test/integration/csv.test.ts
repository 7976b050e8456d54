import { afterEach, describe, expect, test } from 'vitest'
import { verifyFolder } from '../../server/verify/verify.ts'
import type { ImportDone } from '../../shared/protocol/import-messages.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { apply, check, exported, send } from '../support/drivers/csv.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { getAs, inviteSeller, joinShopOf, openGuest } from '../support/drivers/people.ts'
import { MarketServer, operatorToken, tirelessBuyers } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const operator = { token: operatorToken }

describe('an import', () => {
  test('[G5] is checked first and changes nothing; applied, it is one entry; repeated, it has one effect', async () => {
    const market = await MarketServer.start()
    const seller = await joinSeller(market)
    const bread = await list(seller, { name: 'Bread', price: 620, stock: 20 })
    const text = `Product ID;Name;Price;Restock;Category\n${bread.id};Rye bread;6,50;-5;\n;Cake;12;;Sweet\n;Tart;0.5;;\n`
    const shown = await check(market, text)
    expect(shown).toEqual({
      rows: 3,
      errors: [],
      moreErrors: 0,
      notes: [],
      moreNotes: 0,
      changes: [
        {
          row: 2,
          kind: 'update',
          productId: bread.id,
          name: 'Rye bread',
          fields: {
            name: { from: 'Bread', to: 'Rye bread' },
            price: { from: 620, to: 650 },
            restock: { from: 20, to: 15 },
          },
          notes: [],
        },
        expect.objectContaining({ row: 3, kind: 'create', productId: null, name: 'Cake' }),
        expect.objectContaining({ row: 4, kind: 'create', name: 'Tart' }),
      ],
      token: expect.any(String),
    })
    const before = market.core.market.counters.seq
    const id = newId()
    const answers = await Promise.all([1, 2, 3].map(() => apply(market, shown.token, id)))
    const done = { seq: before + 1, created: 2, changed: 1 } satisfies ImportDone
    expect(answers.map((answer) => answer.json())).toEqual([done, done, done])
    expect(market.core.market.counters.seq).toBe(before + 1)
    await seller.until(() => seller.seq === before + 1, 'the import')
    expect(
      [...seller.view!.products.values()].map(({ name, price, stock, category }) => [
        name,
        price,
        stock,
        category,
      ]),
    ).toEqual([
      ['Rye bread', 650, 15, null],
      ['Cake', 1_200, 0, 'Sweet'],
      ['Tart', 50, 0, null],
    ])
    await market.restart()
    expect((await apply(market, shown.token, id)).json()).toEqual(done)
    expect((await apply(market, shown.token)).json()).toMatchObject({ error: { code: 'conflict' } })
    await market.stop()
    expect((await verifyFolder(market.folder)).findings).toEqual([])
  })

  test('[G4] does not bring stock back that was sold between the export and the import', async () => {
    const market = await MarketServer.start()
    const seller = await joinSeller(market)
    const bread = await list(seller, { stock: 20 })
    const file = await exported(market, 'products.csv')
    const buyer = await join(market, '/')
    await buyer.ok('purchase:create', purchase(bread, 15))
    expect(await check(market, file)).toMatchObject({ rows: 1, errors: [], changes: [], token: null })
    const edited = file.replace('Bread', 'Rye bread')
    const shown = await check(market, edited)
    expect(shown.changes[0]!.notes).toEqual([expect.stringContaining('stock is ignored')])
    expect((await apply(market, shown.token)).status).toBe(200)
    await seller.until(() => seller.view!.products.get(bread.id)?.name === 'Rye bread', 'the edit')
    expect(seller.stock(bread.id)).toBe(5)
  })

  test('[csv] reads SKUs as they were exported; an empty cell removes one, a missing column leaves it', async () => {
    const market = await MarketServer.start()
    const seller = await joinSeller(market)
    const bread = await list(seller, { sku: 'BR-1' })
    const file = await exported(market, 'products.csv')
    expect(file.split('\r\n')[0]).toMatch(/,sku$/)
    expect(file.split('\r\n')[1]).toMatch(/,BR-1$/)
    expect(await check(market, file)).toMatchObject({ errors: [], changes: [] })
    expect(await check(market, `productId,name\n${bread.id},Bread`)).toMatchObject({
      errors: [],
      changes: [],
    })
    const wrong = await check(market, `productId,sku\n${bread.id},${'x'.repeat(41)}`)
    expect(wrong.errors).toEqual([
      { row: 2, column: 'sku', message: expect.stringContaining('to 40 characters') },
    ])
    const shown = await check(market, `productId,name,price,sku\n${bread.id},,,\n,Cake,1,CA-1`)
    expect(shown.changes[0]!.fields).toEqual({ sku: { from: 'BR-1', to: null } })
    expect((await apply(market, shown.token)).status).toBe(200)
    await seller.until(() => seller.view!.products.size === 2, 'the import')
    expect([...seller.view!.products.values()].map(({ sku }) => sku)).toEqual([null, 'CA-1'])
  })

  test('[G13] reports each mistake by row and column, and changes nothing while there is one', async () => {
    const market = await MarketServer.start()
    const bread = await list(await joinSeller(market), { stock: 3 })
    const text = [
      'productId,name,price,stock,restock,limitPerBuyer,status,image',
      ',Fine,1.00,5,,,listed,',
      ',,1.00,5,,,,',
      ',No price,,5,,,,',
      ',Too fine,1.234,5,,,,',
      ',Odd,abc,-5,,0,open,x',
      `${bread.id},,,,-4,,,`,
      '999,Ghost,1.00,,,,,',
      `${bread.id},Twice,,,,,,`,
      ',Restocked,1.00,,3,,,',
    ].join('\r\n')
    const shown = await check(market, text)
    expect(shown.token).toBeNull()
    expect(shown.errors.map(({ row, column }) => [row, column])).toEqual([
      [3, 'name'],
      [4, 'price'],
      [5, 'price'],
      [6, 'image'],
      [6, 'price'],
      [6, 'limitPerBuyer'],
      [6, 'status'],
      [6, 'stock'],
      [7, 'restock'],
      [8, 'productId'],
      [9, 'productId'],
      [10, 'restock'],
    ])
    expect((await apply(market, 'made-up')).json()).toMatchObject({ error: { code: 'conflict' } })
  })

  test('[G13] reads who may order as yes or no, as it was exported, and nothing else', async () => {
    const market = await MarketServer.start()
    const seller = await joinSeller(market)
    const box = await list(seller, { accountsOnly: true })
    const wrong = await check(market, `productId,accountsOnly\n${box.id},maybe`)
    expect(wrong.errors).toEqual([{ row: 2, column: 'accountsOnly', message: 'must be yes or no' }])
    const shown = await check(market, `productId,accountsOnly\n${box.id},No`)
    expect(shown.changes[0]!.fields).toEqual({ accountsOnly: { from: 'yes', to: 'no' } })
    expect((await apply(market, shown.token)).status).toBe(200)
    await seller.until(() => seller.view!.products.get(box.id)?.accountsOnly === false, 'the edit')
  })

  test('[G6] is a conflict if a product was edited since the check, or sold what it would remove', async () => {
    const market = await MarketServer.start()
    const seller = await joinSeller(market)
    const bread = await list(seller, { stock: 5 })
    const renamed = await check(market, `productId,name\n${bread.id},Rye`)
    const taken = await check(market, `productId,restock\n${bread.id},-5`)
    const buyer = await join(market, '/')
    await buyer.ok('purchase:create', purchase(bread, 1))
    expect((await apply(market, taken.token)).json()).toMatchObject({
      error: { code: 'conflict', product: { id: bread.id, stock: 4 } },
    })
    await seller.ok('product:update', { id: newId(), productId: bread.id, price: 700 })
    const late = await apply(market, renamed.token)
    expect([late.status, late.json()]).toMatchObject([
      409,
      { error: { code: 'conflict', product: { price: 700 } } },
    ])
  })

  test('[G12] changes the seller’s own shop only; another seller’s token is useless', async () => {
    const market = await MarketServer.start()
    const house = await list(await joinSeller(market))
    const seller = await inviteSeller(market, 'seller@example.org', 'Own')
    const shown = await check(market, `productId,name\n${house.id},Mine now`, seller)
    expect(shown.errors).toEqual([{ row: 2, column: 'productId', message: expect.any(String) }])
    const operators = await check(market, `productId,name\n${house.id},Still theirs`)
    expect((await apply(market, operators.token, newId(), seller)).json()).toMatchObject({
      error: { code: 'conflict' },
    })
    expect((await send(market, 'name,price\nX,1', await openGuest(market))).status).toBe(403)
    const own = await check(market, 'name,price\nX,1', seller)
    expect((await apply(market, own.token, newId(), seller)).status).toBe(200)
    const shop = await joinShopOf(market, seller)
    expect([...shop.view!.products.values()].map(({ name, shopId }) => [name, shopId])).toEqual([['X', 2]])
  })

  test.for([
    ['no table', 'just some words'],
    ['an open quote', 'name,price\n"Bread,1\n'],
    ['bytes', Buffer.from([0, 1, 2, 3])],
    ['nothing', ''],
    ['a column twice', 'name,name\na,b'],
    ['too many rows', `name,price\n${'a,1\n'.repeat(10_001)}`],
  ] as const)('[G13] %s is answered in words', async ([, text]) => {
    const market = await MarketServer.start()
    const answer = await send(market, text)
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      { error: { code: 'invalid', issues: [{ path: 'body', message: expect.stringMatching(/\w+ \w+/) }] } },
    ])
  })
})

describe('an export', () => {
  const wild = ['=1+1', "'=1+1", '+49', '-5', '@all', 'a,b;c', 'with "quotes"', 'café 🥖', "'quoted'", 'a\nb']

  test('[csv] is imported again unchanged, and no cell is a formula', async () => {
    const market = await MarketServer.start()
    const seller = await joinSeller(market)
    for (const text of wild)
      await list(seller, { name: text.replace('\n', ' '), description: text, price: 5 })
    const file = await exported(market, 'products.csv')
    expect(file.startsWith('\ufeffproductId,name,')).toBe(true)
    expect(file).not.toMatch(/(^|,|")[=+@-]/m)
    expect(await check(market, file)).toMatchObject({ rows: wild.length, errors: [], changes: [] })
    const asNew = file.replace(/^\d+,/gm, ',')
    const shown = await check(market, asNew)
    expect(shown.changes.map(({ fields }) => fields.description?.to)).toEqual(wild)
  })

  test('[csv] of orders and of the ledger has every line of the shop, and none of another', async () => {
    const market = await MarketServer.start()
    const house = await joinSeller(market)
    const [bread, cake] = [await list(house, { name: 'Bread' }), await list(house, { name: 'Cake' })]
    const seller = await inviteSeller(market, 'seller@example.org', 'Own')
    const buyer = await join(market, '/')
    await buyer.ok('session:rename', { name: '=cmd()' })
    const lines = [bread, cake].map(({ id, price }) => ({ productId: id, quantity: 2, unitPrice: price }))
    const { order } = await buyer.ok('purchase:create', { id: newId(), lines })
    await house.ok('order:cancel', { id: newId(), orderId: order.id, reason: 'Rain' })
    const orders = (await exported(market, 'orders.csv')).trim().split('\r\n')
    expect(orders).toHaveLength(3)
    expect(orders[1]).toContain(`1,${order.pickupCode},cancelled,`)
    expect(orders[1]).toContain(",seller,Rain,'=cmd(),")
    const ledger = (await exported(market, 'ledger.csv')).trim().split('\r\n')
    expect(ledger).toHaveLength(1 + 2 * 3)
    const ofBread = await exported(market, `ledger.csv?productId=${bread.id}`)
    expect(ofBread.trim().split('\r\n')).toHaveLength(1 + 3)
    for (const productId of ['0x1', '1e0', '1.0', 'bread', ''])
      expect((await getAs(market, `/api/export/ledger.csv?productId=${productId}`, operator)).status).toBe(
        400,
      )
    for (const shopId of ['0x1', '1e0', '1.0'])
      expect((await getAs(market, `/api/export/orders.csv?shopId=${shopId}`, operator)).status).toBe(404)
    for (const name of ['products.csv', 'orders.csv', 'ledger.csv'])
      expect((await exported(market, name, seller)).trim().split('\r\n')).toHaveLength(1)
    expect((await getAs(market, '/api/export/orders.csv?shopId=1', seller)).status).toBe(404)
    expect((await getAs(market, '/api/export/orders.csv', await openGuest(market))).status).toBe(403)
  })
})

test('[limits] 10,000 rows are one entry, while the market keeps selling', async () => {
  const market = await MarketServer.start({ bounds: tirelessBuyers })
  const seller = await joinSeller(market)
  const bread = await list(seller, { stock: 100_000 })
  const buyer = await join(market, '/', { auth: { watch: false } })
  let isImporting = true
  let longestMs = 0
  const selling = (async () => {
    let sold = 0
    for (; isImporting; sold += 1) {
      const start = performance.now()
      await buyer.ok('purchase:create', purchase(bread))
      longestMs = Math.max(longestMs, performance.now() - start)
    }
    return sold
  })()
  const start = performance.now()
  const rows = Array.from(
    { length: 10_000 },
    (_, index) => `Product ${index},${index % 90}.50,${index},About ${index}`,
  )
  const shown = await check(market, `name,price,stock,description\n${rows.join('\n')}`)
  const done = await apply(market, shown.token)
  isImporting = false
  const tookMs = performance.now() - start
  const sold = await selling
  console.log(
    `10,000 rows in ${Math.round(tookMs)} ms, ${sold} sold meanwhile, the slowest in ${Math.round(longestMs)} ms`,
  )
  expect(done.json()).toMatchObject({ created: 10_000, changed: 0 })
  expect(market.core.market.counters.products).toBe(10_001)
  // Other work has its turn between two parts of the rows, some 14 times.
  expect(sold).toBeGreaterThan(3)
  await market.restart()
  expect(market.core.market.counters.products).toBe(10_001)
})
