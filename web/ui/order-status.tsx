import { textsOfState } from './order-states.ts'
import { StatusLabel } from './status-label.tsx'

/** The state of an order, as its buyer or its seller sees it. */
export function OrderStatus({ status, seenBy }: { status: string; seenBy: 'buyer' | 'seller' }) {
  const { label, ...look } = textsOfState(status)[seenBy]
  return <StatusLabel {...look}>{label}</StatusLabel>
}
