import { Button, Group } from '@mantine/core'
import { sellerTexts } from '../../ui/seller-texts.ts'

export interface ConfirmButtonsProps {
  /** What is confirmed, in a word or two. */
  label: string
  isBusy: boolean
  onConfirm: () => void
  onCancel: () => void
  /** Whether the keyboard begins at the button that changes nothing. */
  startsAtCancel?: boolean
}

/** The end of a sheet that asks before something which cannot be undone. */
export const ConfirmButtons = ({
  label,
  isBusy,
  onConfirm,
  onCancel,
  startsAtCancel,
}: ConfirmButtonsProps) => (
  <Group gap="xs">
    <Button color="bad" loading={isBusy} onClick={onConfirm}>
      {label}
    </Button>
    <Button variant="outline" onClick={onCancel} data-autofocus={startsAtCancel}>
      {sellerTexts.cancel}
    </Button>
  </Group>
)
