import { createContext, useContext, useSyncExternalStore } from 'react'
import type { HandOvers } from '../orders/counter/hand-overs.ts'
import type { SeenOrders } from '../orders/seen-orders.ts'
import type { Deletion, Deletions } from '../products/deletions.ts'
import type { Edit, Edits, Field } from '../products/edits.ts'

/** State that seller pages share and that outlives a change of page. */
export interface SellerTools {
  edits: Edits
  deletions: Deletions
  seen: SeenOrders
  handOvers: HandOvers
}

export const SellerToolsContext = createContext<SellerTools | null>(null)

export function useSellerTools(): SellerTools {
  const tools = useContext(SellerToolsContext)
  if (!tools) throw new Error('There is no SellerLayout above this component')
  return tools
}

/** The pending edit of a product's field, if any. */
export function useEdit(productId: number, field: Field): Edit | undefined {
  const { edits } = useSellerTools()
  return useSyncExternalStore(edits.subscribe, () => edits.get(productId, field))
}

export function useDeletions(): readonly Deletion[] {
  const { deletions } = useSellerTools()
  return useSyncExternalStore(deletions.subscribe, deletions.list)
}
