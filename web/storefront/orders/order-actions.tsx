import { Box, Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Order, Shop } from '../../../shared/protocol/shapes.ts'
import { announce } from '../../ui/announcements.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icons.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { NotKept } from '../buy/not-kept.tsx'
import { copyText } from './copy-text.ts'

const words = orderTexts.order

export interface OrderActionsProps {
  order: Order
  shop: Shop | undefined
  /** Whether this is the receipt's own page, which can be printed. */
  printable?: boolean
}

/** Ways to keep a receipt. Its address shows it live on any device, without the session. */
export function OrderActions({ order, shop, printable = false }: OrderActionsProps) {
  const [copying, setCopying] = useState<'idle' | 'copied' | 'failed'>('idle')
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
        {printable && (
          <Button variant="default" leftSection={<Icon name="print" />} onClick={() => window.print()}>
            {words.print}
          </Button>
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

/** Browsers allow sharing on secure pages only. */
const canShare = typeof navigator !== 'undefined' && 'share' in navigator

async function share(url: string, title: string): Promise<void> {
  try {
    await navigator.share({ url, title })
  } catch (error) {
    // The browser reports it as an error when the person closes the share sheet.
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
  }
}
