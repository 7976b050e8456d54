import { Button, Group } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type OrderStatus, orderStatuses } from '../../../shared/catalog/order-states.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Icon } from '../../ui/icons.tsx'
import { textsOfState } from '../../ui/order-states.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { RowSkeletons } from '../../ui/skeletons.tsx'
import { StatusLabel } from '../../ui/status-label.tsx'
import { knownZone } from '../../ui/zoned-format.ts'
import { useSelection } from '../bulk/selection.ts'
import { useChangeSearch } from '../shell/use-change-search.ts'
import { useMay } from '../shell/use-may.ts'
import { usePageTitle } from '../shell/use-page-title.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { BulkOrders } from './bulk-orders.tsx'
import { instantOf } from './local-time.ts'
import { NewOrdersButton } from './new-orders-button.tsx'
import { OrderFilters } from './order-filters.tsx'
import { OrderFinder } from './order-finder.tsx'
import type { OrderQuery } from './order-pages.ts'
import { OrderSheet } from './order-sheet.tsx'
import { canSelect, OrderTable } from './order-table.tsx'
import { PickList } from './pick-list.tsx'
import { useListedOrders } from './use-listed-orders.ts'
import { useOpenOrder } from './use-open-order.ts'

const said = sellerTexts.orderList

/** The orders, live: found by code, handed over, cancelled. */
export function SellerOrders() {
  usePageTitle(sellerTexts.orders)
  const { shops } = useShopChoice()
  const { status, find, from, to, network } = useSearch({ from: '/sell/orders' })
  const timeZone = knownZone(shops[0]?.timeZone)
  const { order, missing, open, close } = useOpenOrder()
  const may = useMay()
  const selection = useSelection<string>()
  const [isNarrowing, setNarrowing] = useState(false)
  const showsFilters = isNarrowing || Boolean(from || to || network)
  const query: OrderQuery = {
    ...(status ? { status } : {}),
    ...(find ? { find } : {}),
    ...(from ? { since: instantOf(from, timeZone) } : {}),
    ...(to ? { until: instantOf(to, timeZone) } : {}),
    ...(network ? { network } : {}),
  }
  const { orders, newer, state, more, findAll, networkOf } = useListedOrders(query)
  const selectAll = async () => {
    const found = (await findAll()) ?? []
    selection.add(found.filter(canSelect).map(({ id }) => id))
  }
  return (
    <>
      <Group justify="space-between" mb="md">
        <h1>{sellerTexts.orders}</h1>
        <Button
          size="sm"
          variant="outline"
          leftSection={<Icon name="print" size={16} />}
          onClick={() => window.print()}
        >
          {said.print}
        </Button>
      </Group>
      <OrderFinder key={find ?? ''} find={find} onOpen={open} />
      {missing && <StatusLabel tone="warn">{sellerTexts.order.notFound(missing)}</StatusLabel>}
      <Group gap="var(--space-8) var(--space-24)" mt="md" mb="xs">
        <StatusFilter status={status} />
        <NewOrdersButton count={newer} />
      </Group>
      <OrderFilters
        isOpen={showsFilters}
        onOpen={setNarrowing}
        timeZone={timeZone}
        onSelectAll={orders.length > 0 && may('serve') ? selectAll : null}
      />
      {orders.length > 0 && (
        <OrderTable
          orders={orders}
          withShop={shops.length > 1}
          onOpen={open}
          {...(may('serve') ? { selection } : {})}
          {...(showsFilters ? { networkOf } : {})}
        />
      )}
      {may('serve') && <BulkOrders orders={orders} selection={selection} />}
      {orders.length === 0 &&
        (state === 'loading' ? (
          <RowSkeletons count={6} />
        ) : (
          <Nothing filtered={Boolean(status || find || from || to || network)} />
        ))}
      {state === 'more' && (
        <Button variant="subtle" fullWidth onClick={more}>
          {said.older}
        </Button>
      )}
      <PickList />
      <OrderSheet order={order} network={order ? networkOf(order.id) : undefined} onClose={close} />
    </>
  )
}

const noFilter = { status: undefined, find: undefined, from: undefined, to: undefined, network: undefined }

function StatusFilter({ status }: { status: OrderStatus | undefined }) {
  const change = useChangeSearch()
  return (
    <SegmentedControl
      label={sellerTexts.order.status}
      values={[undefined, ...orderStatuses]}
      textOf={(each) => (each ? textsOfState(each).seller.label : said.all)}
      value={status}
      onChange={(each) => change({ status: each })}
    />
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  const change = useChangeSearch()
  if (!filtered) {
    return <EmptyState icon="ticket" title={said.none} help={said.noneHelp} />
  }
  return (
    <EmptyState icon="search" title={said.noneFound} help={said.noneFoundHelp}>
      <Button variant="outline" onClick={() => change(noFilter)}>
        {said.showAll}
      </Button>
    </EmptyState>
  )
}
