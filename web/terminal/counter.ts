import type { PurchaseLine } from '../../shared/protocol/buyer-messages.ts'
import type { OrderReply, ProductReply } from '../../shared/protocol/events.ts'
import type { ProductCreate, ProductUpdate } from '../../shared/protocol/seller-messages.ts'
import type { Product } from '../../shared/protocol/shapes.ts'
import { createBuyerClient } from '../store/buyer-client.ts'
import { createSellerClient } from '../store/seller-client.ts'
import type { Ended } from '../store/send-until-known.ts'
import { memoryStorage } from '../store/storage.ts'
import { MarketLine, type Seen } from './market-line.ts'

/** The market as the shop's menu needs it. */
export interface Counter {
  /** The market as it is, or was last known; null if the server refuses. */
  look(): Promise<Seen | null>
  buy(lines: PurchaseLine[]): Promise<Ended<OrderReply>>
  /** What the operator can do; null if the token is refused. */
  open(token: string): Promise<OperatorCounter | null>
}

/** What the operator sees (all shops, hidden products too) and can do. */
export interface OperatorCounter {
  look(): Promise<Seen | null>
  create(product: Omit<ProductCreate, 'id'>): Promise<Ended<ProductReply>>
  update(product: Product, changes: Omit<ProductUpdate, 'id' | 'productId'>): Promise<Ended<ProductReply>>
  restock(product: Product, quantity: number): Promise<Ended<ProductReply>>
  remove(product: Product): Promise<Ended<ProductReply>>
}

export interface CounterDependencies {
  url: string
  say: (line: string) => void
  left: AbortSignal
}

/** Connects as a guest to the market at `url`; the session ends when the person leaves. */
export function openCounter({ url, say, left }: CounterDependencies): Counter {
  const guest = { url, identity: { kind: 'token', token: null }, storage: memoryStorage() } as const
  const line = new MarketLine({ client: createBuyerClient(guest), say, left })
  return {
    look: () => line.look(),
    buy: (lines) => line.send('purchase:create', { lines }),
    open: (token) => openOperator(token, { url, say, left }, (seq) => line.settle(seq)),
  }
}

async function openOperator(
  token: string,
  { url, say, left }: CounterDependencies,
  settle: (seq: number) => Promise<void>,
): Promise<OperatorCounter | null> {
  const operator = { url, identity: { kind: 'token', token }, storage: memoryStorage() } as const
  const line = new MarketLine({ client: createSellerClient(operator), say, left })
  if (!(await line.look())) {
    line.close()
    return null
  }
  // The guest's connection should show the change too.
  const seenByAll = async (sent: Promise<Ended<ProductReply>>) => {
    const ended = await sent
    if (ended.kind === 'ok') await settle(ended.reply.seq)
    return ended
  }
  return {
    look: () => line.look(),
    create: (product) => seenByAll(line.send('product:create', product)),
    update: ({ id, shopId }, changes) =>
      seenByAll(line.send('product:update', { productId: id, shopId, ...changes })),
    restock: ({ id, shopId }, quantity) =>
      seenByAll(line.send('product:restock', { productId: id, shopId, quantity })),
    remove: ({ id, shopId }) => seenByAll(line.send('product:delete', { productId: id, shopId })),
  }
}
