import { Group, Stack } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { accepts } from '../../../shared/catalog/order-states.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { RowSkeletons } from '../../ui/skeletons.tsx'
import { texts } from '../../ui/texts.ts'
import { useTitle } from '../../ui/use-title.ts'
import { MayBeOld } from '../may-be-old.tsx'
import { OrderActions } from '../orders/order-actions.tsx'
import { OrderTicket } from '../orders/order-ticket.tsx'
import { CancelOrder } from './cancel-order.tsx'
import { type ReceiptFound, useReceipt } from './use-receipt.ts'

const words = orderTexts.order

/** An order's receipt by its unguessable address: live, printable, and independent of the session. */
export function ReceiptPage() {
  const { secret } = useParams({ strict: false })
  const receipt = useReceipt(secret ?? '')
  switch (receipt.kind) {
    case 'loading':
      return <RowSkeletons count={4} />
    case 'unreachable':
      return <EmptyState icon="offline" title={words.unreachable} />
    case 'missing':
      return (
        <EmptyState icon="ticket" title={words.notFoundTitle} help={words.notFoundHelp}>
          <Link to="/orders">{texts.storefront.orders}</Link>
        </EmptyState>
      )
    case 'found':
      return <Found receipt={receipt} />
  }
}

function Found({ receipt: { order, shop, isOwn, isOld } }: { receipt: ReceiptFound }) {
  useTitle(words.shareTitle(order.number, shop?.name ?? ''))
  return (
    <Stack component="article" maw="32rem" mx="auto">
      <Group component="header" justify="space-between" gap="xs">
        <h1>{words.number(order.number)}</h1>
        {isOld && <MayBeOld />}
      </Group>
      <OrderTicket order={order} shop={shop} />
      <OrderActions order={order} shop={shop} isPage />
      <Group justify="space-between" gap="xs" data-screen-only>
        <Link to={isOwn ? '/orders' : '/'}>
          {isOwn ? texts.storefront.orders : orderTexts.outcome.toMarket}
        </Link>
        {isOwn && accepts(order, 'order:cancel') && <CancelOrder order={order} />}
      </Group>
    </Stack>
  )
}
