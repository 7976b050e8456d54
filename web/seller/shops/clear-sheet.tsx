import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { ask } from '../../http/ask.ts'
import { announce } from '../../ui/announcements.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'

const said = sellerTexts.shops

export interface ClearSheetProps {
  /** The shop, and how many products it has; null while the sheet is closed. */
  wanted: { shop: Shop; products: number } | null
  onClose: () => void
}

/** Deletes all products of a shop after confirmation. */
export const ClearSheet = ({ wanted, onClose }: ClearSheetProps) => (
  <Sheet
    opened={wanted !== null}
    onClose={onClose}
    title={wanted ? said.clearTitle(wanted.shop.name) : said.clear}
  >
    {wanted && <Confirm wanted={wanted} onClose={onClose} />}
  </Sheet>
)

function Confirm({
  wanted: { shop, products },
  onClose,
}: {
  wanted: NonNullable<ClearSheetProps['wanted']>
  onClose: () => void
}) {
  const [isBusy, setIsBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const clear = async () => {
    setIsBusy(true)
    setTrouble(null)
    const answer = await ask('POST', `/api/shops/${shop.id}/clear`)
    setIsBusy(false)
    if (answer.kind !== 'ok')
      return setTrouble(answer.kind === 'refused' ? sellerTexts.refusal(answer.refusal) : said.noAnswer)
    announce(said.cleared(shop.name))
    onClose()
  }
  return (
    <Stack>
      <p>{said.clearHelp(products)}</p>
      {trouble && <p role="alert">{trouble}</p>}
      <Group gap="xs">
        <Button color="bad" loading={isBusy} onClick={() => void clear()}>
          {said.clearNow(products)}
        </Button>
        <Button variant="outline" onClick={onClose}>
          {sellerTexts.cancel}
        </Button>
      </Group>
    </Stack>
  )
}
