import { ActionIcon } from '@mantine/core'
import { Icon } from '../ui/icons.tsx'
import { sellerTexts } from '../ui/seller-texts.ts'
import { chime, ring, useChime, useChimeIsOn } from './chime.ts'
import { useNewOrders } from './use-new-orders.ts'
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
    <ActionIcon
      variant={isOn ? 'light' : 'subtle'}
      size={36}
      aria-pressed={isOn}
      aria-label={sellerTexts.chime}
      title={sellerTexts.chime}
      onClick={turn}
    >
      <Icon name="bell" />
    </ActionIcon>
  )
}
