import { Box, Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Order, Shop } from '../../../shared/protocol/shapes.ts'
import { announce } from '../../ui/announcements.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icons.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { NotKept } from '../buy/not-kept.tsx'
import { canShare, share } from '../share.ts'
import { AddToCalendar, PickupTime } from './add-to-calendar.tsx'
import { copyText } from './copy-text.ts'
import { OrderAgain } from './order-again.tsx'

export interface OrderActionsProps {
  order: Order
  shop: Shop | undefined
  /** Whether this is the receipt's own page, which can be printed, and from which the same can be ordered again. */
  isPage?: boolean
}

/** What to do with a receipt: keep it, share it, plan for it. Its address shows it live on any device, without the session. */
export function OrderActions({ order, shop, isPage = false }: OrderActionsProps) {
  const words = orderTexts.order
  const [copying, setCopying] = useState<'idle' | 'copied' | 'failed'>('idle')
  const [isAsking, setAsking] = useState(false)
  const address = new URL(order.receiptUrl, window.location.href).href
  const copy = async () => {
    const isCopied = await copyText(address)
    setCopying(isCopied ? 'copied' : 'failed')
    if (isCopied) announce(words.copied)
  }
  return (
    <>
      <NotKept when="after" />
      <Group grow preventGrowOverflow={false} gap="xs" data-screen-only>
        <AddToCalendar order={order} shop={shop} isAsking={isAsking} onAsk={setAsking} />
        {canShare && (
          <Button
            variant="default"
            leftSection={<Icon name="share" />}
            onClick={() => void share(address, words.shareTitle(order.number, shop?.name ?? ''))}
          >
            {words.share}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<Icon name={copying === 'copied' ? 'check' : 'copy'} />}
          onClick={() => void copy()}
        >
          {copying === 'copied' ? words.copied : words.copy}
        </Button>
        {isPage && (
          <Button variant="default" leftSection={<Icon name="print" />} onClick={() => window.print()}>
            {words.print}
          </Button>
        )}
        {isPage && <OrderAgain order={order} />}
        {isAsking && (
          <Box flex="1 1 100%">
            <PickupTime order={order} shop={shop} onDone={() => setAsking(false)} />
          </Box>
        )}
        {copying === 'failed' && (
          <Box flex="1 1 100%">
            <Field label={words.copyByHand}>
              <input readOnly value={address} onFocus={(event) => event.target.select()} />
            </Field>
          </Box>
        )}
      </Group>
    </>
  )
}
