import { Button } from '@mantine/core'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { MutationStatus } from '../shell/mutation-status.tsx'
import { isUnderWay } from '../shell/use-command.ts'
import type { Deletion } from './deletions.ts'
import { useRestore } from './use-deletion.ts'

/** Restores a deleted product, and shows the outcome. */
export function UndoDelete({ deletion }: { deletion: Deletion }) {
  const { mutation, restore } = useRestore()
  return (
    <>
      <Button
        size="compact-sm"
        variant="outline"
        loading={isUnderWay(mutation)}
        leftSection={<Icon name="undo" size={16} />}
        aria-label={sellerTexts.table.undoNamed(deletion.name)}
        onClick={() => void restore(deletion)}
      >
        {sellerTexts.undo}
      </Button>
      <MutationStatus mutation={mutation} />
    </>
  )
}
