import type { OrderPage } from '../../shared/protocol/events.ts'
import type { Outcome } from '../socket/wire.ts'

interface Query {
  changedAfter?: number
  limit?: number
}

/**
 * `order:list` of several shops as one reply: the newest page of each, or with `changedAfter` all changes of each since
 * then. If one shop's outcome is not `ok`, that is the outcome for all.
 */
export async function listOfShops(
  shopIds: readonly number[],
  query: Query,
  list: (query: Query & { shopId: number }) => Promise<Outcome<OrderPage>>,
): Promise<Outcome<OrderPage>> {
  const orders: OrderPage['orders'] = []
  for (const shopId of shopIds) {
    for (let after = query.changedAfter; ; ) {
      const outcome = await list({
        ...query,
        ...(after === undefined ? {} : { changedAfter: after }),
        shopId,
      })
      if (outcome.kind !== 'ok') return outcome
      orders.push(...outcome.reply.orders)
      if (after === undefined || outcome.reply.next === null) break
      after = Number(outcome.reply.next)
    }
  }
  return { kind: 'ok', reply: { orders, next: null } }
}
