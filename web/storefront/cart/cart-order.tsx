import { Group, Stack, Text } from '@mantine/core'
import { useMoney } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { Stepper } from '../../ui/stepper.tsx'
import { texts } from '../../ui/texts.ts'
import { Pickup } from '../buy/pickup.tsx'
import { useShopping } from '../shopping.ts'
import styles from './cart-order.module.css'
import type { OrderPlan, PlannedLine } from './order-plan.ts'

const words = texts.storefront

/** The lines of one shop, with the current state of each. */
export function CartOrder({ plan }: { plan: OrderPlan }) {
  const money = useMoney()
  return (
    <Stack component="section" gap="xs" mb="xs">
      <Group component="header" justify="space-between" align="baseline" wrap="nowrap">
        <h3>{plan.shop?.name ?? words.buy.gone}</h3>
        {plan.sendable.length > 0 && (
          <Text component="strong" ff="heading" fw={750} style={{ flex: 'none' }}>
            {plan.total === 0 ? words.free : money(plan.total)}
          </Text>
        )}
      </Group>
      <ul className={styles.lines}>
        {plan.lines.map((planned) => (
          <li key={planned.line.productId}>
            <Line planned={planned} isOpen={plan.shop?.status === 'open'} />
          </li>
        ))}
      </ul>
      {plan.shop && <Pickup shop={plan.shop} brief />}
    </Stack>
  )
}

function Line({ planned, isOpen }: { planned: PlannedLine; isOpen: boolean }) {
  const { cart } = useShopping()
  const money = useMoney()
  const { line, product, draft } = planned
  const name = product?.name ?? words.buy.gone
  const price = product?.price ?? line.unitPrice
  const problem = problemOf(planned, isOpen, money)
  return (
    <>
      <Group gap="xs">
        <div className={styles.text}>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {price === 0 ? words.free : words.buy.each(money(price))}
          </Text>
        </div>
        {line.sentAs === null ? (
          <>
            {draft && (
              <Stepper
                label={orderTexts.carts.quantityOf(name)}
                value={draft.quantity}
                max={draft.max}
                disabled={!planned.canOrder}
                onChange={(quantity) => cart.change(line.productId, quantity, price)}
              />
            )}
            <IconButton
              icon="trash"
              aria-label={orderTexts.carts.remove(name)}
              onClick={() => {
                cart.remove(line.productId)
                announce(orderTexts.carts.removed(name))
              }}
            />
          </>
        ) : (
          <Text span size="xs" c="dimmed">
            {line.quantity} × · {orderTexts.carts.sending}
          </Text>
        )}
      </Group>
      {problem && (
        <Text size="sm" fw={600} c="var(--warn)">
          {problem}
        </Text>
      )}
    </>
  )
}

/** What has changed since the product was added, in a sentence; null if nothing. */
function problemOf(
  { line, product, draft }: PlannedLine,
  isOpen: boolean,
  money: (minor: number) => string,
): string | null {
  if (line.sentAs !== null) return null
  if (!product || !draft) return words.buy.gone
  if (!isOpen) return words.buy.shopClosed
  if (product.stock === 0) return words.buy.soldOut
  if (draft.max === 0) return words.buy.limitUsedUp(product.limitPerBuyer ?? 0)
  if (draft.shortBecause === 'stock') return words.buy.onlyLeft(draft.max)
  if (draft.shortBecause === 'limit') return words.buy.limit(product.limitPerBuyer ?? 0)
  if (product.price !== line.unitPrice) {
    return words.buy.priceChanged(money(line.unitPrice), money(product.price))
  }
  return null
}
