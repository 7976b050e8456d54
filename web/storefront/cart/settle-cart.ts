import type { BuyerClient } from '../../store/client.ts'
import type { Cart, Fate } from './cart.ts'

/** Keeps the cart true to the market, and to what became of what was sent from it; returns how to stop. */
export function settleCart(cart: Cart, client: BuyerClient): () => void {
  const settle = () => cart.settle((id, productId) => fateOf(client, id, productId))
  const enter = () => cart.enter(client.store.position()?.epoch)
  enter()
  const stops = [
    client.topics.on('purchases', settle),
    client.topics.on('orders', settle),
    client.topics.on('market', enter),
    // Whose it is was not known before.
    client.topics.on('session', cart.reread),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** An order has the id of its purchase, so that one's orders tell of purchases that this page never saw. */
function fateOf({ purchases, orders }: BuyerClient, id: string, productId: number): Fate {
  // Whatever this page was answered: another tab may have sent it too, and have been there first.
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
