import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Order } from '../../../shared/protocol/shapes.ts'

export interface ReceiptLinkProps {
  order: Order
  className?: string | undefined
  onFollow?: () => void
  children: ReactNode
}

/** Leads to an order's receipt. */
export const ReceiptLink = ({ order, className, onFollow, children }: ReceiptLinkProps) => (
  <Link to="/r/$secret" params={{ secret: secretOf(order) }} className={className} onClick={onFollow}>
    {children}
  </Link>
)

/** The unguessable part of a receipt's address. */
export const secretOf = ({ receiptUrl }: Order): string => receiptUrl.slice(receiptUrl.lastIndexOf('/') + 1)
