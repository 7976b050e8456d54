import { Stack } from '@mantine/core'
import { useState } from 'react'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import type { ListedStaff } from '../../../shared/protocol/staff-messages.ts'
import { announce } from '../../ui/announcements.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { ConfirmButtons } from '../shell/confirm-buttons.tsx'
import { nameOf } from './name-of.ts'
import type { Change } from './use-staff.ts'

const said = sellerTexts.staff

export interface RemoveSheetProps {
  shop: Shop
  /** Null while the sheet is closed. */
  person: ListedStaff | null
  change: Change
  onClose: () => void
}

/** Removes somebody from a shop after confirmation. */
export function RemoveSheet({ shop, person, change, onClose }: RemoveSheetProps) {
  const [isAsking, setAsking] = useState(false)
  const who = person ? nameOf(person) : ''
  const remove = async (id: string) => {
    setAsking(true)
    const done = await change('DELETE', `/${id}`)
    setAsking(false)
    if (done) announce(said.removed(who))
    onClose()
  }
  return (
    <Sheet
      opened={person !== null}
      onClose={onClose}
      title={person?.current ? said.leaveTitle(shop.name) : said.removeTitle(who)}
    >
      {person && (
        <Stack>
          <p>{person.current ? said.leaveHelp : said.removeHelp(shop.name)}</p>
          <ConfirmButtons
            label={person.current ? said.leave : said.remove}
            isBusy={isAsking}
            onConfirm={() => void remove(person.id)}
            onCancel={onClose}
            startsAtCancel
          />
        </Stack>
      )}
    </Sheet>
  )
}
