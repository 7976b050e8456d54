import { useMemo } from 'react'
import { roleMay, type ShopRight, type StaffRole } from '../../../shared/catalog/staff.ts'
import type { Session } from '../../../shared/protocol/shapes.ts'
import { useOpenedSession } from '../../store/hooks.ts'
import { useShopChoice } from './use-shop-choice.ts'

/** Whether this person may do something in a shop; without one, in any of those that are shown. */
export type May = (right: ShopRight, shopId?: number) => boolean

/** What this person may do: controls for anything else are not shown. The server refuses it in any case. */
export function useMay(): May {
  const session = useOpenedSession()?.session
  const { ids } = useShopChoice()
  return useMemo(() => {
    const mayIn = (right: ShopRight, shopId: number): boolean => {
      const role = roleOf(session, shopId)
      return role !== null && roleMay(role, right)
    }
    return (right, shopId) =>
      shopId === undefined ? ids.some((id) => mayIn(right, id)) : mayIn(right, shopId)
  }, [session, ids])
}

/** As what somebody works in a shop; null for nobody known. */
export function roleOf(session: Session | undefined, shopId: number): StaffRole | null {
  if (!session) return null
  // A server of an earlier release knows one seller for each shop, who may do everything.
  if (session.role === 'operator' || !session.shops) return 'owner'
  return session.shops.find((job) => job.shopId === shopId)?.role ?? null
}
