import type { BuyerClient } from '../../store/client.ts'
import type { Cart, Fate } from './cart.ts'

/** Keeps the cart consistent with the market and the outcomes of its purchases. Returns a function that stops it. */
export function settleCart(cart: Cart, client: BuyerClient): () => void {
  const settle = () => cart.settle((id, productId) => fateOf(client, id, productId))
  const enter = () => cart.enter(client.store.position()?.epoch)
  enter()
  const stops = [
    client.topics.on('purchases', settle),
    client.topics.on('orders', settle),
    client.topics.on('market', enter),
    // Until now, the session was unknown.
    client.topics.on('session', cart.reread),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** An order has the id of its purchase, so the buyer's orders show the outcome of purchases of other tabs too. */
function fateOf({ purchases, orders }: BuyerClient, id: string, productId: number): Fate {
  // This counts more than the reply to this page: another tab may have sent the purchase first.
  const order = orders.get(id)
  if (order) return order.lines.some((line) => line.productId === productId) ? 'made' : 'not-made'
  const purchase = purchases.get(id)
  if (purchase) return fates[purchase.state.kind]
  return orders.isComplete() ? 'not-made' : 'open'
}

const fates = {
  sending: 'open',
  unknown: 'open',
  bought: 'made',
  refused: 'not-made',
  lapsed: 'not-made',
  taken: 'not-made',
  restored: 'not-made',
} as const
