import { Group, Stack, Text } from '@mantine/core'
import { isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order, Shop } from '../../../shared/protocol/shapes.ts'
import { useMoney } from '../../store/hooks.ts'
import { textsOfState } from '../../ui/order-states.ts'
import { OrderStatus } from '../../ui/order-status.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { QrCode } from '../../ui/qr-code.tsx'
import { texts } from '../../ui/texts.ts'
import { dayAndTime, zonedFormat } from '../../ui/zoned-format.ts'
import { Pickup } from '../buy/pickup.tsx'
import styles from './order-ticket.module.css'

const words = orderTexts.order

export interface OrderTicketProps {
  order: Order
  shop: Shop | undefined
}

/** What a buyer shows at pickup: the code (large, and as a QR code), place and time, items and total. */
export function OrderTicket({ order, shop }: OrderTicketProps) {
  const isCurrent = isOpen(order)
  const timeFormat = zonedFormat(dayAndTime, shop?.timeZone)
  return (
    <Stack>
      <Stack align="center" gap={4} p="md" bdrs="md" bg="var(--sunk)" ta="center">
        <OrderStatus status={order.status} seenBy="buyer" />
        <Text size="xs" c="dimmed" mt="xs">
          {words.code}
        </Text>
        <p className={styles.code} data-over={!isCurrent || undefined}>
          {order.pickupCode}
        </p>
        {isCurrent && <QrCode text={pickupAddress(order)} label={words.qr(order.pickupCode)} size={168} />}
        <Text size="sm" fw={600} mt="xs">
          {words.calledFor(order.buyerName)}
        </Text>
      </Stack>
      <Pickup
        shop={shop}
        collectBy={isCurrent && order.collectBy ? timeFormat.format(order.collectBy) : ''}
      />
      <Lines order={order} />
      <Text size="sm" c="dimmed" className={styles.facts ?? ''}>
        <span>{words.number(order.number)}</span>
        <span>{placeOf(order)}</span>
        <time dateTime={new Date(order.placedAt).toISOString()}>{timeFormat.format(order.placedAt)}</time>
      </Text>
      {order.cancelledAt !== null && (
        <Text size="sm" c="dimmed" className={styles.facts ?? ''}>
          {order.cancelledBy && <span>{words.cancelledBy[order.cancelledBy]}</span>}
          {order.reason && <span>{words.because(order.reason)}</span>}
        </Text>
      )}
    </Stack>
  )
}

/** Scanned with the seller's phone, it opens the order there. */
const pickupAddress = ({ pickupCode }: Order): string =>
  `${window.location.origin}/sell/orders?code=${pickupCode}`

/** The place is that of the first line's product, so an order of several lines names it. */
function placeOf({ place, lines }: Order): string {
  const [first, ...others] = lines
  return first && others.length > 0
    ? texts.storefront.placeOf(place, first.name)
    : texts.storefront.place(place)
}

function Lines({ order }: { order: Order }) {
  const money = useMoney()
  return (
    <div className={styles.bill}>
      <ul>
        {order.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never move, and two may name the same product
          <Group key={index} component="li" gap="xs" align="start" wrap="nowrap">
            <Text span c="dimmed">
              {line.quantity} ×
            </Text>
            <Text span flex={1}>
              {line.name}
            </Text>
            <Text span>{money(line.quantity * line.unitPrice)}</Text>
          </Group>
        ))}
      </ul>
      <Text size="lg" ff="heading" fw={750} ta="end" pt="xs">
        {order.total === 0 ? words.free : textsOfState(order.status).bill(money(order.total))}
      </Text>
    </div>
  )
}
