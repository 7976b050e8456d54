import { Button, Group } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Icon } from '../../ui/icons.tsx'
import { textsOfState } from '../../ui/order-states.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { RowSkeletons } from '../../ui/skeletons.tsx'
import { StatusLabel } from '../../ui/status-label.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { useSelection } from '../bulk/selection.ts'
import { type OrderFilter, orderFilters } from '../search.ts'
import { useChangeSearch } from '../shell/use-change-search.ts'
import { useListZone } from '../shell/use-date-time.ts'
import { useIsPhone } from '../shell/use-is-phone.ts'
import { useMay } from '../shell/use-may.ts'
import { usePageTitle } from '../shell/use-page-title.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { BulkOrders } from './bulk-orders.tsx'
import { CounterList } from './counter/counter-list.tsx'
import { instantOf } from './local-time.ts'
import { NewOrdersButton } from './new-orders-button.tsx'
import { OrderFilters } from './order-filters.tsx'
import { OrderFinder } from './order-finder.tsx'
import type { OrderQuery } from './order-pages.ts'
import { OrderSheet } from './order-sheet.tsx'
import { canSelect, OrderTable } from './order-table.tsx'
import styles from './orders-page.module.css'
import { PickList } from './pick-list.tsx'
import { useListedOrders } from './use-listed-orders.ts'
import { useOpenOrder } from './use-open-order.ts'

const said = sellerTexts.orderList

/** The orders, live: found by code, handed over, cancelled. */
export function SellerOrders() {
  usePageTitle(sellerTexts.orders)
  const { shops } = useShopChoice()
  const isPhone = useIsPhone()
  const { status, find, from, to, network } = useSearch({ from: '/sell/orders' })
  const filter = status ?? (isPhone ? 'open' : 'all')
  const timeZone = useListZone()
  const { order, missing, open, close } = useOpenOrder()
  const may = useMay()
  const selection = useSelection<string>()
  const [isNarrowing, setNarrowing] = useState(false)
  const showsFilters = isNarrowing || Boolean(from || to || network)
  const query: OrderQuery = {
    ...(filter === 'all' ? {} : filter === 'open' ? { open: true } : { status: filter }),
    ...(find ? { find } : {}),
    ...(from ? { since: instantOf(from, timeZone) } : {}),
    ...(to ? { until: instantOf(to, timeZone) } : {}),
    ...(network ? { network } : {}),
  }
  const isCounter = isPhone && filter === 'open' && !showsFilters
  const { orders, newer, state, more, findAll, networkOf } = useListedOrders(query)
  const selectAll = async () => {
    const found = (await findAll()) ?? []
    selection.add(found.filter(canSelect).map(({ id }) => id))
  }
  return (
    <>
      {isPhone ? (
        <VisuallyHidden as="h1">{sellerTexts.orders}</VisuallyHidden>
      ) : (
        <Group justify="space-between" mb="md">
          <h1>{sellerTexts.orders}</h1>
          <PrintButton />
        </Group>
      )}
      <OrderFinder key={find ?? ''} find={find} onOpen={open} />
      {missing && <StatusLabel tone="warn">{sellerTexts.order.notFound(missing)}</StatusLabel>}
      <Group gap="var(--space-8) var(--space-24)" mt="md" mb="xs">
        <StatusFilter filter={filter} />
        <NewOrdersButton count={newer} />
      </Group>
      <OrderFilters
        isOpen={showsFilters}
        onOpen={setNarrowing}
        timeZone={timeZone}
        onSelectAll={orders.length > 0 && may('serve') ? selectAll : null}
      />
      {orders.length > 0 && isCounter && (
        <CounterList orders={orders} withShop={shops.length > 1} onOpen={open} />
      )}
      {orders.length > 0 && !isCounter && (
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
          <Nothing filter={filter} isSearched={Boolean(find || from || to || network)} />
        ))}
      {state === 'more' && (
        <Button variant="subtle" fullWidth onClick={more}>
          {said.older}
        </Button>
      )}
      {isPhone && (
        <Group mt="md">
          <PrintButton />
        </Group>
      )}
      <PickList />
      <OrderSheet order={order} network={order ? networkOf(order.id) : undefined} onClose={close} />
    </>
  )
}

const noFilter = {
  status: 'all' as const,
  find: undefined,
  from: undefined,
  to: undefined,
  network: undefined,
}

function StatusFilter({ filter }: { filter: OrderFilter }) {
  const change = useChangeSearch()
  const textOf = (each: OrderFilter) =>
    each === 'open'
      ? sellerTexts.day.counter.title
      : each === 'all'
        ? said.all
        : textsOfState(each).seller.label
  return (
    <div className={styles.filters}>
      <SegmentedControl
        label={sellerTexts.order.status}
        values={orderFilters}
        textOf={textOf}
        value={filter}
        onChange={(status) => change({ status })}
      />
    </div>
  )
}

const PrintButton = () => (
  <Button
    size="sm"
    variant="outline"
    leftSection={<Icon name="print" size={16} />}
    onClick={() => window.print()}
  >
    {said.print}
  </Button>
)

function Nothing({ filter, isSearched }: { filter: OrderFilter; isSearched: boolean }) {
  const change = useChangeSearch()
  const { counter } = sellerTexts.day
  if (!isSearched && filter === 'all')
    return <EmptyState icon="ticket" title={said.none} help={said.noneHelp} />
  const isDone = !isSearched && filter === 'open'
  return (
    <EmptyState
      icon={isDone ? 'check' : 'search'}
      title={isDone ? counter.allDone : said.noneFound}
      help={isDone ? said.noneHelp : said.noneFoundHelp}
    >
      <Button variant="outline" onClick={() => change(noFilter)}>
        {said.showAll}
      </Button>
    </EmptyState>
  )
}
