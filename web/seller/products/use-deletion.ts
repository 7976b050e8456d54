import type { Product } from '../../../shared/protocol/shapes.ts'
import { announce } from '../../ui/announcements.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useSellerTools } from '../shell/seller-tools.ts'
import { type Mutation, useCommand } from '../shell/use-command.ts'
import type { Deletion } from './deletions.ts'

/** Deletes a product without confirmation, since it can be restored with the same id and stock. */
export function useDelete(): { mutation: Mutation; remove: (product: Product) => Promise<void> } {
  const { deletions } = useSellerTools()
  const { mutation, send } = useCommand('product:delete')
  const remove = async (product: Product) => {
    if (!(await send({ productId: product.id, shopId: product.shopId }))) return
    deletions.add(product)
    announce(sellerTexts.table.deleted(product.name))
  }
  return { mutation, remove }
}

export function useRestore(): { mutation: Mutation; restore: (deletion: Deletion) => Promise<void> } {
  const { deletions } = useSellerTools()
  const { mutation, send } = useCommand('product:restore')
  const restore = async ({ id, shopId, name }: Deletion) => {
    const reply = await send({ productId: id, shopId })
    if (!reply) return
    deletions.remove(id)
    announce(sellerTexts.table.restored(name))
  }
  return { mutation, restore }
}
