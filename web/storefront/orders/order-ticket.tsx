import { Group, Stack, Text } from '@mantine/core'
import { isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order, OrderLine, Shop } from '../../../shared/protocol/shapes.ts'
import { useMoney, useProduct } from '../../store/hooks.ts'
import { nameOnLine } from '../../store/translated.ts'
import { Cover } from '../../ui/cover.tsx'
import { textsOfState } from '../../ui/order-states.ts'
import { OrderStatus } from '../../ui/order-status.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { QrCode } from '../../ui/qr-code.tsx'
import { shopHue } from '../../ui/shop-hue.ts'
import { texts } from '../../ui/texts.ts'
import { dayAndTime, zonedFormat } from '../../ui/zoned-format.ts'
import { Pickup } from '../buy/pickup.tsx'
import styles from './order-ticket.module.css'
import { useLineName } from './use-line-name.ts'
import { useTookLast } from './use-took-last.ts'

export interface OrderTicketProps {
  order: Order
  shop: Shop | undefined
  /** Whether it was bought a moment ago: then it is stamped before the buyer's eyes. */
  isFresh?: boolean
}

/** What a buyer shows at pickup: the code (large, and as a QR code), place and time, items and total. */
export function OrderTicket({ order, shop, isFresh = false }: OrderTicketProps) {
  const isCurrent = isOpen(order)
  const nameOf = useLineName()
  const timeFormat = zonedFormat(dayAndTime, shop?.timeZone)
  return (
    <Stack>
      <div className={styles.ticket} style={shopHue(order.shopId, shop?.color)}>
        <Head order={order} shop={shop} />
        <Stamp order={order} isFresh={isFresh} />
        <Stub order={order} />
      </div>
      <Pickup
        shop={shop}
        collectBy={isCurrent && order.collectBy ? timeFormat.format(order.collectBy) : ''}
      />
      <Lines order={order} />
      <Text size="sm" c="dimmed" className={styles.facts ?? ''}>
        <span>{orderTexts.order.number(order.number)}</span>
        <span>{placeOf(order, nameOf)}</span>
        <time dateTime={new Date(order.placedAt).toISOString()}>{timeFormat.format(order.placedAt)}</time>
      </Text>
    </Stack>
  )
}

/** In the shop's colour: what was bought, and where. */
function Head({ order, shop }: { order: Order; shop: Shop | undefined }) {
  const [first, ...others] = order.lines
  const product = useProduct(first?.productId ?? 0)
  const tookLast = useTookLast(order)
  if (!first) return null
  const name = `${first.quantity} × ${nameOnLine(first, product)}`
  return (
    <div className={styles.head}>
      <div className={styles.picture}>
        <Cover
          product={product ?? { image: null, shopId: order.shopId }}
          greyed={order.cancelledAt !== null}
          eager
        />
      </div>
      <div className={styles.what}>
        <p className={styles.items}>
          {others.length > 0 ? texts.storefront.notices.several(name, others.length) : name}
        </p>
        <p className={styles.shop}>{shop?.name}</p>
        {tookLast > 0 && (
          <p role="status" className={styles.last}>
            {orderTexts.outcome.lastOne(tookLast)}
          </p>
        )}
      </div>
    </div>
  )
}

/** Decorative, and no text of the page: the status says the same. */
function Stamp({ order, isFresh }: { order: Order; isFresh: boolean }) {
  const { stamp, buyer } = textsOfState(order.status)
  return (
    <div className={styles.tear} data-tone={buyer.tone} aria-hidden="true">
      {stamp && (
        <span
          key={order.status}
          className={styles.stamp}
          data-text={stamp}
          data-fresh={isFresh || undefined}
        />
      )}
    </div>
  )
}

/** What the shop looks at. */
function Stub({ order }: { order: Order }) {
  const words = orderTexts.order
  const isCurrent = isOpen(order)
  return (
    <div className={styles.stub}>
      <div>
        <Text size="xs" c="dimmed">
          {words.code}
        </Text>
        <p className={styles.code} data-over={!isCurrent || undefined}>
          {order.pickupCode}
        </p>
      </div>
      <div className={styles.proof}>
        {isCurrent && <QrCode text={pickupAddress(order)} label={words.qr(order.pickupCode)} size={132} />}
        <Stack gap={4}>
          <OrderStatus status={order.status} seenBy="buyer" />
          <Text size="sm" fw={600}>
            {words.calledFor(order.buyerName)}
          </Text>
          {order.cancelledBy && <Text size="sm">{words.cancelledBy[order.cancelledBy]}</Text>}
          {order.reason && <Text size="sm">{words.because(order.reason)}</Text>}
        </Stack>
      </div>
    </div>
  )
}

/** Scanned with the seller's phone, it opens the order there. */
const pickupAddress = ({ pickupCode }: Order): string =>
  `${window.location.origin}/sell/orders?code=${pickupCode}`

/** The place is that of the first line's product, so an order of several lines names it. */
function placeOf({ place, lines }: Order, nameOf: (line: OrderLine) => string): string {
  const [first, ...others] = lines
  return first && others.length > 0
    ? texts.storefront.placeOf(place, nameOf(first))
    : texts.storefront.place(place)
}

function Lines({ order }: { order: Order }) {
  const money = useMoney()
  const nameOf = useLineName()
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
              {nameOf(line)}
            </Text>
            <Text span>{money(line.quantity * line.unitPrice)}</Text>
          </Group>
        ))}
      </ul>
      <Text size="lg" ff="heading" fw={750} ta="end" pt="xs">
        {order.total === 0 ? orderTexts.order.free : textsOfState(order.status).bill(money(order.total))}
      </Text>
    </div>
  )
}
