import { Box, Button, Text } from '@mantine/core'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useProductIds } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { Icon } from '../../ui/icons.tsx'
import { RowList } from '../../ui/row-list.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { MutationStatus } from '../shell/mutation-status.tsx'
import { useDeletions, useSellerTools } from '../shell/seller-tools.ts'
import { isUnderWay, useCommand } from '../shell/use-command.ts'
import type { Deletion } from './deletions.ts'

const said = sellerTexts.table

/** Deletes a product without confirmation, since it can be restored with the same id and stock. */
export function useDelete() {
  const { deletions } = useSellerTools()
  const { mutation, send } = useCommand('product:delete')
  const remove = async (product: Product) => {
    if (!(await send({ productId: product.id, shopId: product.shopId }))) return
    deletions.add(product)
    announce(said.deleted(product.name))
  }
  return { mutation, remove }
}

/** Restores a deleted product, and shows the outcome. */
export function UndoDelete({ deletion: { id, shopId, name } }: { deletion: Deletion }) {
  const { deletions } = useSellerTools()
  const { mutation, send } = useCommand('product:restore')
  const restore = async () => {
    if (!(await send({ productId: id, shopId }))) return
    deletions.remove(id)
    announce(said.restored(name))
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="outline"
        loading={isUnderWay(mutation)}
        leftSection={<Icon name="undo" size={16} />}
        aria-label={said.undoNamed(name)}
        onClick={() => void restore()}
      >
        {sellerTexts.undo}
      </Button>
      <MutationStatus mutation={mutation} />
    </>
  )
}

/** Products deleted in this tab, each with a button to undo it. */
export function DeletedLately() {
  const present = new Set(useProductIds())
  const deletions = useDeletions().filter(({ id }) => !present.has(id))
  if (deletions.length === 0) return null
  return (
    <Box component="section" mt="xl" aria-labelledby="deleted-lately">
      <h2 id="deleted-lately">{said.deletedLately}</h2>
      <RowList>
        {deletions.map((deletion) => (
          <li key={deletion.id}>
            <strong>{deletion.name}</strong>
            <Text c="dimmed">{said.stayed(deletion.stock)}</Text>
            <UndoDelete deletion={deletion} />
          </li>
        ))}
      </RowList>
    </Box>
  )
}
