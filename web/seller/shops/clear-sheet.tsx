import { Stack } from '@mantine/core'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { useAsking } from '../../account/use-asking.ts'
import { announce } from '../../ui/announcements.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { ConfirmButtons } from '../shell/confirm-buttons.tsx'
import { sellerRefusal } from '../shell/refusal-text.ts'

const said = sellerTexts.shops

/** A shop, and how many products it has. */
export interface Clearing {
  shop: Shop
  products: number
}

export interface ClearSheetProps {
  /** Null while the sheet is closed. */
  wanted: Clearing | null
  onClose: () => void
}

/** Deletes all products of a shop after confirmation. */
export const ClearSheet = ({ wanted, onClose }: ClearSheetProps) => (
  <Sheet
    opened={wanted !== null}
    onClose={onClose}
    title={wanted ? said.clearTitle(wanted.shop.name) : said.clear}
  >
    {wanted && <Confirm {...wanted} onClose={onClose} />}
  </Sheet>
)

function Confirm({ shop, products, onClose }: Clearing & { onClose: () => void }) {
  const { isAsking, trouble, post } = useAsking(sellerRefusal)
  const clear = async () => {
    if (!(await post(`/api/shops/${shop.id}/clear`))) return
    announce(said.cleared(shop.name))
    onClose()
  }
  return (
    <Stack>
      <p>{said.clearHelp(products)}</p>
      {trouble && <p role="alert">{trouble}</p>}
      <ConfirmButtons
        label={said.clearNow(products)}
        isBusy={isAsking}
        onConfirm={() => void clear()}
        onCancel={onClose}
      />
    </Stack>
  )
}
