import type { ReactNode } from 'react'
import type { ShopRight } from '../../../shared/catalog/staff.ts'
import { useMay } from './use-may.ts'

export interface IfMayProps {
  right: ShopRight
  /** Any of the shops that are shown, if absent. */
  shopId?: number
  children: ReactNode
}

/** Shows its children to those who may do what they are for. */
export const IfMay = ({ right, shopId, children }: IfMayProps) => (useMay()(right, shopId) ? children : null)
