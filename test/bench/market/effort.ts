import { marketBounds } from '../../../server/market/bounds.ts'
import type { Event } from '../../../server/market/event.ts'
import { evolve } from '../../../server/market/evolve.ts'
import { decideBatch } from '../../../server/queue/batch.ts'
import { entryVersion } from '../../../server/versions/steps.ts'
import { listingOf } from '../../../shared/catalog/product.ts'
import { pickupCodeFrom } from '../../../shared/pickup-code.ts'
import { buy, createProduct, idOf, openMarket, openShop } from '../../support/builders/market-commands.ts'
import { newMarket } from '../../support/builders/new-market.ts'
import { Effort } from '../../support/doubles/counting-map.ts'

/** How many items a purchase reads and changes in a market of this size. */
export function effortOfPurchase({ products, orders }: { products: number; orders: number }): number {
  const effort = new Effort()
  const market = newMarket(effort.containers)
  const bounds = {
    ...marketBounds,
    productsMax: Math.max(marketBounds.productsMax, products + 1),
    openOrdersPerGuestMax: orders + 1,
  }
  const commit = (...envelopes: Parameters<typeof decideBatch>[1][number]['envelope'][]): void => {
    const waiting = envelopes.map((envelope) => ({ source: '', envelope, reply: () => undefined }))
    const { entries, merge } = decideBatch(market, waiting, {
      at: 1,
      random: () => 0,
      recall: () => null,
      bounds,
    })
    if (entries.length !== envelopes.length) throw new Error('a command was refused')
    merge()
  }
  const has = (event: Event, id: string): void =>
    evolve(market, {
      v: entryVersion,
      seq: market.counters.seq + 1,
      at: 1,
      id,
      actor: 'ann',
      content: '',
      events: [event],
    })
  const { command, ...create } = createProduct({ stock: 1_000_000 })
  if (command.type !== 'product:create') throw new Error('not a product')
  commit(openMarket(), openShop(), { ...create, command })
  for (let productId = 2; productId <= products; productId += 1)
    has({ type: 'product:created', productId, shopId: 1, ...listingOf(command) }, `product ${productId}`)
  const lines = [{ productId: 1, quantity: 1, unitPrice: command.price }]
  for (let number = 1; number <= orders; number += 1) {
    const orderId = idOf(1_000_000 + number)
    const rank = {
      number,
      place: number,
      shopId: 1,
      total: command.price,
      pickupCode: pickupCodeFrom(1_000_000 + number),
    }
    has({ type: 'order:placed', orderId, ...rank, buyerId: `buyer ${number % 10}`, lines }, orderId)
  }
  return effort.of(() => commit(buy(1, 'buyer 1')))
}
