import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order, Shop } from '../../../shared/protocol/shapes.ts'
import { Icon } from '../../ui/icons.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { FocusedPart } from '../focused-part.tsx'
import { calendarFile } from './calendar-file.ts'

const minutesMs = 60_000
const lengthMs = 30 * minutesMs

export interface AddToCalendarProps {
  order: Order
  shop: Shop | undefined
  /** Whether the time is being asked for. */
  isAsking: boolean
  onAsk: (isAsking: boolean) => void
}

/** Saves the pickup as a calendar file. By when an order has to be collected may be known; otherwise the buyer is asked. */
export function AddToCalendar({ order, shop, isAsking, onAsk }: AddToCalendarProps) {
  if (!isOpen(order)) return null
  const press = () => {
    if (order.collectBy !== null) save(order, shop, order.collectBy - lengthMs)
    else onAsk(!isAsking)
  }
  return (
    <Button
      variant="default"
      leftSection={<Icon name="calendar" />}
      aria-expanded={order.collectBy === null ? isAsking : undefined}
      onClick={press}
    >
      {orderTexts.order.calendar}
    </Button>
  )
}

/** Shops say in their own words when they hand over, so nobody but the buyer knows the time. */
export function PickupTime({
  order,
  shop,
  onDone,
}: {
  order: Order
  shop: Shop | undefined
  onDone: () => void
}) {
  const words = orderTexts.order
  const [when, setWhen] = useState('')
  const [hasTried, setTried] = useState(false)
  const at = Date.parse(when)
  const isRight = at > Date.now()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isRight) return
    save(order, shop, at)
    onDone()
  }
  return (
    <FocusedPart>
      <form onSubmit={submit} noValidate>
        <Stack gap="xs">
          <TextInput
            type="datetime-local"
            label={words.calendarWhen}
            description={words.calendarHelp}
            value={when}
            error={hasTried && !isRight ? words.calendarPast : undefined}
            onChange={(event) => setWhen(event.currentTarget.value)}
          />
          <Group gap="xs">
            <Button type="submit" variant="default">
              {words.calendarSave}
            </Button>
          </Group>
        </Stack>
      </form>
    </FocusedPart>
  )
}

function save(order: Order, shop: Shop | undefined, from: number): void {
  const words = orderTexts.order
  const url = new URL(order.receiptUrl, window.location.href).href
  const pickup = shop?.pickupNote ?? ''
  const text = calendarFile(
    {
      id: `${order.id}@${window.location.hostname}`,
      title: words.calendarTitle(order.number, shop?.name ?? ''),
      place: [shop?.name, pickup.split('\n', 1)[0]].filter(Boolean).join(', '),
      text: [words.calendarText(order.pickupCode, order.buyerName), pickup, url].filter(Boolean).join('\n'),
      url,
      from,
      until: from + lengthMs,
    },
    Date.now(),
  )
  download(`${words.calendarTitle(order.number, shop?.name ?? '')}.ics`, text)
}

function download(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }))
  link.download = name.replace(/[\\/:*?"<>|]/g, ' ')
  link.click()
  // The browser has begun to read it when the next task runs.
  setTimeout(() => URL.revokeObjectURL(link.href), minutesMs)
}
