import { Button, Group, Stack } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useProductIds } from '../../store/hooks.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { RowSkeletons } from '../../ui/skeletons.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { NewOrdersButton } from '../orders/new-orders-button.tsx'
import { OrderTable } from '../orders/order-table.tsx'
import { useListedOrders } from '../orders/use-listed-orders.ts'
import { useWaiting } from '../orders/use-waiting.ts'
import { CategoryList } from '../products/category-list.tsx'
import { NewProductSheet } from '../products/product-sheets.tsx'
import { useMay } from '../shell/use-may.ts'
import { usePageTitle } from '../shell/use-page-title.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { SalesSection } from './sales-section.tsx'
import { ToDo } from './to-do.tsx'

const said = sellerTexts.todo
const latestMax = 8

/** The to-do list, today's figures and the latest orders. */
export function Overview() {
  usePageTitle(sellerTexts.overview)
  const { ids } = useShopChoice()
  const navigate = useNavigate()
  const isEmpty = useProductIds().length === 0
  const waiting = useWaiting()
  const may = useMay()
  const [creating, setCreating] = useState(false)
  const [created, setCreated] = useState(false)
  const close = () => {
    setCreating(false)
    if (created) void navigate({ to: '/sell/products' })
  }
  return (
    <Stack gap="xl">
      <VisuallyHidden as="h1">{sellerTexts.overview}</VisuallyHidden>
      {isEmpty && may('products') && <FirstProduct onCreate={() => setCreating(true)} />}
      {isEmpty || !may('figures') ? (
        <ToDo waiting={waiting} />
      ) : (
        <SalesSection>
          <ToDo waiting={waiting} />
        </SalesSection>
      )}
      {!isEmpty && <LatestOrders />}
      <NewProductSheet opened={creating} onClose={close} onCreated={() => setCreated(true)} />
      <CategoryList shopIds={ids} />
    </Stack>
  )
}

/** What an empty market shows first. */
const FirstProduct = ({ onCreate }: { onCreate: () => void }) => (
  <EmptyState icon="shop" title={said.firstTitle} help={said.firstHelp}>
    <Button leftSection={<Icon name="plus" size={16} />} onClick={onCreate}>
      {said.first}
    </Button>
  </EmptyState>
)

function LatestOrders() {
  const navigate = useNavigate()
  const { shops } = useShopChoice()
  const { orders, newer, state } = useListedOrders({})
  return (
    <section aria-labelledby="latest">
      <Group justify="space-between">
        <Group>
          <h2 id="latest">{sellerTexts.live.title}</h2>
          <NewOrdersButton count={newer} />
        </Group>
        <Link to="/sell/orders">{sellerTexts.live.all}</Link>
      </Group>
      {orders.length > 0 && (
        <OrderTable
          orders={orders.slice(0, latestMax)}
          withShop={shops.length > 1}
          onOpen={({ id }) => void navigate({ to: '/sell/orders', search: { order: id } })}
        />
      )}
      {orders.length === 0 && state === 'loading' && <RowSkeletons count={4} />}
      {orders.length === 0 && state !== 'loading' && (
        <EmptyState icon="ticket" title={sellerTexts.orderList.none} help={sellerTexts.orderList.noneHelp} />
      )}
    </section>
  )
}
