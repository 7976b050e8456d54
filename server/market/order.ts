import type { Order } from '../../shared/protocol/shapes.ts'

export interface OrderLineState {
  readonly productId: number
  readonly name: string
  readonly quantity: number
  readonly unitPrice: number
}

export interface OrderState {
  readonly id: string
  readonly number: number
  readonly place: number
  readonly shopId: number
  readonly buyerId: string
  readonly lines: readonly OrderLineState[]
  readonly total: number
  readonly status: Order['status']
  readonly pickupCode: string
  readonly placedAt: number
  /** When it expires if it is not collected; null for never. */
  readonly collectBy: number | null
  readonly fulfilledAt: number | null
  readonly cancelledAt: number | null
  readonly cancelledBy: Order['cancelledBy']
  readonly reason: string | null
  readonly seq: number
  readonly changedSeq: number
}
