import { Group } from '@mantine/core'
import { useOrders } from '../../store/hooks.ts'
import { orderTexts } from '../../ui/order-texts.ts'
import { OrderAgain } from '../orders/order-again.tsx'
import { ReceiptLink } from '../orders/receipt-link.tsx'

/** The buyer's last order of a product, and the way to have the same again. */
export function BoughtBefore({ productId }: { productId: number }) {
  const last = useOrders().find(({ lines }) => lines.some((line) => line.productId === productId))
  if (!last) return null
  return (
    <Group gap="xs" justify="space-between">
      <span>
        {orderTexts.product.boughtBefore} ·{' '}
        <ReceiptLink order={last}>{orderTexts.order.number(last.number)}</ReceiptLink>
      </span>
      <OrderAgain order={last} />
    </Group>
  )
}
