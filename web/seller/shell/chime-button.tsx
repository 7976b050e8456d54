import { IconButton } from '../../ui/icon-button.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useNewOrders } from '../orders/use-new-orders.ts'
import { chime, ring, useChime, useChimeIsOn } from './chime.ts'
import { useShopChoice } from './use-shop-choice.ts'

/** Switches the chime for new orders, and rings it. */
export function ChimeButton() {
  const isOn = useChimeIsOn()
  const { ids } = useShopChoice()
  useChime(useNewOrders(ids).length)
  const turn = () => {
    chime.set(!isOn)
    // A browser lets a page sound only after a press, and one hears what one switched on.
    if (!isOn) ring()
  }
  return (
    <IconButton
      icon="bell"
      aria-pressed={isOn}
      aria-label={sellerTexts.chime}
      title={sellerTexts.chime}
      onClick={turn}
    />
  )
}
