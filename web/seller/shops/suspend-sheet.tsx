import { Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { useAsking } from '../../account/use-asking.ts'
import { announce } from '../../ui/announcements.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { ConfirmButtons } from '../shell/confirm-buttons.tsx'
import { sellerRefusal } from '../shell/refusal-text.ts'

const said = sellerTexts.suspending

export interface SuspendSheetProps {
  /** Null while the sheet is closed. */
  shop: Shop | null
  onClose: () => void
}

/** Suspends a shop after confirmation, with a reason for those who work there. */
export const SuspendSheet = ({ shop, onClose }: SuspendSheetProps) => (
  <Sheet opened={shop !== null} onClose={onClose} title={shop ? said.title(shop.name) : ''}>
    {shop && <Confirm shop={shop} onClose={onClose} />}
  </Sheet>
)

function Confirm({ shop, onClose }: { shop: Shop; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const { isAsking, trouble, post } = useAsking(sellerRefusal)
  const suspend = async () => {
    const body = reason.trim() ? { reason: reason.trim() } : {}
    if (!(await post(`/api/shops/${shop.id}/suspend`, body))) return
    announce(sellerTexts.shops.said(shop.name, true))
    onClose()
  }
  return (
    <Stack>
      <p>{said.help}</p>
      <Textarea
        label={`${said.reason} (${sellerTexts.optional})`}
        description={said.reasonHelp}
        maxLength={400}
        rows={3}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      {trouble && <p role="alert">{trouble}</p>}
      <ConfirmButtons
        label={said.button}
        isBusy={isAsking}
        onConfirm={() => void suspend()}
        onCancel={onClose}
      />
    </Stack>
  )
}
