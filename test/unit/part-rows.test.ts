import { describe, expect, test } from 'vitest'
import type { OrderState } from '../../server/market/order.ts'
import { orderRunsOf } from '../../server/snapshot/part-rows.ts'
import { SummedFile } from '../../server/snapshot/snapshot-files.ts'
import type { OrderPart } from '../../server/snapshot/snapshot-form.ts'
import { idOf } from '../support/market-commands.ts'
import { MemoryDisk } from '../support/memory-disk.ts'

/** What somebody could type who wants to be taken for a list. */
const wicked = ['"orders":[\n', '\n]', '},\n{', '\\', '"', ']}', 'é🧺', '\u2028']

const order = (number: number): OrderState => ({
  id: idOf(number),
  number,
  place: number,
  shopId: 1,
  buyerId: 'ann',
  lines: [{ productId: 1, name: wicked[number % wicked.length]!, quantity: 1, unitPrice: 100 }],
  total: 100,
  status: 'cancelled',
  pickupCode: '222222',
  placedAt: number,
  fulfilledAt: null,
  cancelledAt: number,
  cancelledBy: 'buyer',
  reason: wicked.join('').repeat(number % 3),
  seq: number,
  changedSeq: number,
})

async function bytesOf(part: object): Promise<Buffer> {
  const disk = new MemoryDisk()
  await new SummedFile(disk, '/part.json').write(part)
  const file = await disk.open('/part.json', 'read')
  const bytes = Buffer.alloc(await file.size())
  await file.read(bytes, 0)
  return bytes
}

describe('[G14] a part of orders that is read run by run', () => {
  const orders = Array.from({ length: 60 }, (_, number) => order(number))
  const parts: Record<string, OrderPart> = {
    'as it is written': { exceptions: [], orders },
    'with exceptions': { exceptions: orders.map(({ id }) => ({ orderId: id, placedBy: 'bob' })), orders },
    'with its lists the other way round': { orders, exceptions: [{ orderId: idOf(1), inShopList: [1, 2] }] },
    'of one order': { exceptions: [], orders: orders.slice(0, 1) },
    'of none': { exceptions: [], orders: [] },
  }
  const cases = Object.entries(parts).flatMap(([name, part]) =>
    [1, 400, 5_000, 1_000_000].map((runBytesMin) => ({ name, part, runBytesMin })),
  )

  test.each(cases)('[G14] says what the whole says: $name, $runBytesMin bytes a run', async (one) => {
    const { exceptions, runs } = orderRunsOf(await bytesOf(one.part), one.runBytesMin)
    const found = [...runs]
    expect({ exceptions, orders: found.flat() }).toEqual(one.part)
    if (one.part.orders.length === 60) expect(found.length > 1).toBe(one.runBytesMin < 10_000)
  })

  test('[G14] is no JSON where a line is broken', async () => {
    const bytes = await bytesOf(parts['as it is written']!)
    bytes[bytes.indexOf(idOf(30)) - 2] = 0x20
    expect(() => [...orderRunsOf(bytes, 400).runs]).toThrow(SyntaxError)
  })
})
