import { expect, test } from 'vitest'
import { bounds } from '../../server/bounds.ts'
import { everybody, operator, sellerOf } from '../../server/broadcast/audience.ts'
import { Broadcaster } from '../../server/broadcast/broadcaster.ts'
import type { Product } from '../../shared/protocol/shapes.ts'
import { createProduct, restock } from '../support/builders/market-commands.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'
import { given } from '../support/drivers/market-story.ts'

test.for([everybody, operator, sellerOf(1)])(
  '[G7] a page of $key made in steps includes changes behind the step, or has an older seq',
  async (audience) => {
    const story = given(...Array.from({ length: 1_500 }, () => createProduct({ stock: 5 })))
    const clock = new VirtualClock()
    const broadcaster = new Broadcaster({
      market: story.market,
      marketName: 'Souk',
      clock,
      bounds: bounds.broadcast,
      orders: { nameOf: () => '', receiptUrlOf: () => '' },
      tail: [],
    })
    const made = broadcaster.page(audience)
    // The first step is done: a change in its part is easily missed now.
    story.when(restock(1, 7))
    broadcaster.committed({ entries: [{ entry: story.entries.at(-1)!, source: '' }] })
    let page = null
    void made.then((done) => {
      page = done
    })
    while (!page) {
      clock.tick(1)
      await Promise.resolve()
    }
    const { seq, pieces } = page as Awaited<typeof made>
    const { products } = JSON.parse(pieces.join('')) as { products: Product[] }
    expect([seq, products.find(({ id }) => id === 1)?.stock]).toEqual([story.seq, 12])
    broadcaster.close()
  },
)
