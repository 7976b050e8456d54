import { IconButton } from '../../ui/icon-button.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useNewOrders } from '../orders/use-new-orders.ts'
import { chime, ring, useChime, useChimeIsOn } from './chime.ts'
import { useShopChoice } from './use-shop-choice.ts'

/** Switches the sound for new orders on or off. */
export function ChimeButton() {
  const isOn = useChimeIsOn()
  const { ids } = useShopChoice()
  useChime(useNewOrders(ids).length)
  const turn = () => {
    chime.set(!isOn)
    // Browsers allow sound only after a click, and this lets the user hear it.
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
