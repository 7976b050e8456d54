import type { Random } from '../../server/os/clock.ts'
import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { Market } from './market.ts'
import type { Setting } from './setting.ts'

const operator = { kind: 'operator', id: 'operator' } as const
const market = { kind: 'market', id: 'market' } as const

/** Opens another shop, and lists the first products of shops 1 and 2. */
export function stockUp(parts: {
  machine: Pick<Market, 'command'>
  ids: Random
  setting: Setting
  random: SeededRandom
}): void {
  const { machine, ids, setting, random } = parts
  const shop = {
    type: 'shop:open',
    sellerId: 'sam',
    slug: 'second',
    name: 'Second',
    description: '',
    pickupNote: '',
    lowStockAt: 3,
    timeZone: 'Europe/Berlin',
  } as const
  const deadline = {
    type: 'shop:update',
    shopId: 2,
    changes: { collectMinutes: setting.collectMinutes },
  } as const
  machine.command(ids.uuid(), market, shop, () => {
    machine.command(ids.uuid(), operator, deadline, () => undefined)
    for (let number = 1; number <= setting.products; number += 1) {
      machine.command(
        ids.uuid(),
        operator,
        {
          type: 'product:create',
          shopId: random.chance(0.7) ? 1 : 2,
          name: `Ware ${number}`,
          description: 'x'.repeat(setting.descriptionLength),
          price: random.integer(0, 500),
          stock: random.integer(1, 20),
          limitPerBuyer: random.chance(0.4) ? random.integer(1, 5) : null,
          accountsOnly: random.chance(0.1),
          status: random.chance(0.9) ? 'listed' : 'hidden',
        },
        () => undefined,
      )
    }
  })
}
