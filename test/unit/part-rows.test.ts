import { describe, expect, test } from 'vitest'
import { SummedFile } from '../../server/disk/summed-file.ts'
import type { OrderState } from '../../server/market/order.ts'
import { orderIdsIn, readOrders } from '../../server/snapshot/part-rows.ts'
import type { OrderPart } from '../../server/snapshot/snapshot-form.ts'
import { idOf } from '../support/builders/market-commands.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'

/** What somebody could type to imitate a list. */
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
  collectBy: null,
  fulfilledAt: null,
  cancelledAt: number,
  cancelledBy: 'buyer',
  reason: `"${wicked.join('').repeat(number % 3)}`,
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

function readAll(bytes: Buffer): OrderPart {
  const { exceptions, runs } = readOrders(bytes)
  return { exceptions: [...exceptions], orders: [...runs].flat() }
}

describe('[G14] a part of orders', () => {
  const plain = (number: number): OrderState => ({
    ...order(number),
    lines: [{ productId: 1, name: 'Bread', quantity: 1, unitPrice: 100 }],
    reason: null,
  })
  const orders = Array.from({ length: 60 }, (_, number) => order(number))
  const mixed = Array.from({ length: 2_000 }, (_, number) => (number % 7 < 3 ? order : plain)(number))
  const parts: Record<string, OrderPart> = {
    'of a few': { exceptions: [], orders },
    'of more than are parsed at once': { exceptions: [], orders: mixed },
    'with exceptions': { exceptions: orders.map(({ id }) => ({ orderId: id, placedBy: 'bob' })), orders },
    'with its lists the other way round': {
      orders: [plain(1)],
      exceptions: [{ orderId: idOf(1), inShopList: [1, 2] }],
    },
    'of one': { exceptions: [], orders: [order(1)] },
    'of none': { exceptions: [], orders: [] },
  }

  test.each(Object.entries(parts))('[G14] has the same content as one JSON text: %s', async (_, part) => {
    expect(readAll(await bytesOf(part))).toEqual(part)
  })

  test.each(Object.entries(parts))('[G14] gives the ids of its orders: %s', async (_, part) => {
    const ids = [...orderIdsIn(await bytesOf(part))]
    expect(ids).toEqual(part.orders.map(({ id }) => id))
  })

  test('[G14] is rejected if a line is broken', async () => {
    for (const one of [order, plain]) {
      const bytes = await bytesOf({ exceptions: [], orders: Array.from({ length: 60 }, (_, at) => one(at)) })
      bytes[bytes.indexOf(idOf(30)) - 2] = 0x20
      expect(() => readAll(bytes)).toThrow(SyntaxError)
    }
  })
})
