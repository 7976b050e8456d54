import { Stack, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import {
  useBuyerClient,
  useFreshness,
  useMoney,
  useOrders,
  useProducts,
  usePurchases,
  useShops,
} from '../../store/hooks.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Note } from '../../ui/note.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { texts } from '../../ui/texts.ts'
import { NameField } from '../buy/name-field.tsx'
import { NotKept } from '../buy/not-kept.tsx'
import { CommitButton } from '../commit-button.tsx'
import { FocusedPart } from '../focused-part.tsx'
import { SheetEnd } from '../sheet-end.tsx'
import { useCartLines, useShopping } from '../shopping.ts'
import { CartOrder } from './cart-order.tsx'
import { CartOutcome } from './cart-outcome.tsx'
import { type OrderPlan, planOrders } from './order-plan.ts'

const words = orderTexts.carts

/** The cart: one order for each shop, sent together, and their outcomes. */
export function CartView() {
  const { cart } = useShopping()
  const lines = useCartLines()
  const products = useProducts()
  const shops = useShops()
  const orders = useOrders()
  const plans = useMemo(
    () => planOrders(lines, { products, shops, orders }),
    [lines, products, shops, orders],
  )
  const outcomes = usePurchases().filter((purchase) => cart.sent(purchase.id))
  return (
    <FocusedPart>
      {outcomes.map((purchase) => (
        <CartOutcome key={purchase.id} purchase={purchase} />
      ))}
      {plans.map((plan) => (
        <CartOrder key={plan.shopId} plan={plan} />
      ))}
      {plans.length === 0 && outcomes.length === 0 && (
        <EmptyState icon="bag" title={words.emptyTitle} help={words.emptyHelp} />
      )}
      {plans.some((plan) => plan.lines.some(({ line }) => line.sentAs === null)) && (
        <Checkout plans={plans} />
      )}
      {plans.length === 0 && outcomes.length > 0 && (
        <SheetEnd to="/orders" toText={texts.storefront.orders} closeText={orderTexts.outcome.done} pinned />
      )}
    </FocusedPart>
  )
}

function Checkout({ plans }: { plans: readonly OrderPlan[] }) {
  const { purchases } = useBuyerClient()
  const { cart, pickupName } = useShopping()
  const money = useMoney()
  const isLive = useFreshness() === 'live'
  const [name, setName] = useState(() => pickupName.kept())
  const sendable = plans.filter((plan) => plan.sendable.length > 0)
  const total = sendable.reduce((sum, plan) => sum + plan.total, 0)
  const isPartial = plans.some((plan) =>
    plan.lines.some(({ line, canOrder }) => line.sentAs === null && !canOrder),
  )
  const canSend = isLive && sendable.length > 0
  const send = () => {
    if (!canSend) return
    pickupName.keep(name)
    // The buyer has seen the refusal that this order fixes.
    for (const { id, state } of purchases.list()) {
      if (cart.sent(id) && state.kind !== 'bought') purchases.dismiss(id)
    }
    for (const plan of sendable) cart.order(plan.sendable, (lines, id) => void purchases.buy(lines, id))
  }
  const { buy } = texts.storefront
  return (
    <Stack gap="sm" pt="md" style={{ borderTop: '1px solid var(--line)' }}>
      <NameField value={name} onChange={setName} onEnter={send} />
      {sendable.length > 1 && (
        <Text size="sm" c="dimmed">
          {words.orders(sendable.length)}
        </Text>
      )}
      {isPartial && <Note tone="muted">{sendable.length > 0 ? words.leftOut : words.nothing}</Note>}
      <NotKept when="before" />
      <CommitButton onPress={send} disabled={!canSend}>
        {!isLive ? buy.offline : total === 0 ? buy.reserveFree : buy.reserve(money(total))}
      </CommitButton>
    </Stack>
  )
}
