import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { offsetAt } from '../../../shared/calendar.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { knownZone } from '../../ui/zoned-format.ts'
import { instantOf } from '../orders/local-time.ts'

export interface CloseUntilProps {
  shop: Shop
  opened: boolean
  onClose: () => void
  /** Resolves to false if the shop was not closed. */
  onChoose: (reopensAt: number) => Promise<boolean>
}

/** Asks when a shop opens again. */
export function CloseUntil({ shop, opened, onClose, onChoose }: CloseUntilProps) {
  const said = sellerTexts.day.status
  return (
    <Sheet opened={opened} onClose={onClose} title={said.closeTitle(shop.name)}>
      {opened && <Form shop={shop} onClose={onClose} onChoose={onChoose} />}
    </Sheet>
  )
}

const quarterMs = 15 * 60_000

function Form({ shop, onClose, onChoose }: Omit<CloseUntilProps, 'opened'>) {
  const said = sellerTexts.day.status
  const timeZone = knownZone(shop.timeZone)
  const [time, setTime] = useState(() => {
    const later = shop.reopensAt ?? Math.ceil(Date.now() / quarterMs) * quarterMs + 4 * quarterMs
    return new Date(later + offsetAt(later, timeZone)).toISOString().slice(0, 16)
  })
  const [isWrong, setWrong] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const at = time ? instantOf(time, timeZone) : Number.NaN
    const isRight = at > Date.now() && at < Date.now() + limits.reopensInMsMax
    setWrong(!isRight)
    if (isRight) {
      onClose()
      await onChoose(at)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <p>{said.closeHelp}</p>
        <TextInput
          data-autofocus
          type="datetime-local"
          label={said.opensAt(timeZone)}
          value={time}
          error={isWrong && said.opensAtWrong}
          onChange={(event) => {
            setTime(event.currentTarget.value)
            setWrong(false)
          }}
        />
        <Group gap="xs">
          <Button type="submit">{said.closeNow}</Button>
          <Button variant="subtle" color="ink" onClick={onClose}>
            {sellerTexts.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
