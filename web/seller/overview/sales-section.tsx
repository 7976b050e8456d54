import { Group, Stack, Text } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import type { SalesBucket, SalesStats } from '../../../shared/protocol/shapes.ts'
import { useMoney } from '../../store/hooks.ts'
import { Figure } from '../../ui/figure.tsx'
import { locale } from '../../ui/language.ts'
import { grouped } from '../../ui/plurals.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Table } from '../../ui/table.tsx'
import { knownZone } from '../../ui/zoned-format.ts'
import { salesRanges } from '../search.ts'
import { useChangeSearch } from '../shell/use-change-search.ts'
import { useMay } from '../shell/use-may.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { Plot } from './plot.tsx'
import { groupSales, sumStats } from './sales-groups.ts'
import styles from './sales-section.module.css'
import { SellingNow } from './selling-now.tsx'
import { useSales } from './use-sales.ts'

const said = sellerTexts.figures

/** Four figures, then `children` (the to-do list), then the plot with its table and the top sellers. */
export function SalesSection({ children }: { children: ReactNode }) {
  const { ids, shops } = useShopChoice()
  const { range = 'today' } = useSearch({ from: '/sell/' })
  const change = useChangeSearch()
  const may = useMay()
  const all = useSales(
    ids.filter((id) => may('figures', id)),
    range,
  )
  const sales = useMemo(() => sumStats(all), [all])
  const timeZone = knownZone(shops[0]?.timeZone ?? 'UTC')
  return (
    <>
      <section aria-labelledby="sales">
        <Group justify="space-between">
          <h2 id="sales">{said.ranges[range]}</h2>
          <SegmentedControl
            label={said.range}
            values={salesRanges}
            textOf={(each) => said.shortRanges[each]}
            value={range}
            onChange={(each) => change({ range: each === 'today' ? undefined : each })}
          />
        </Group>
        <Numbers sales={sales} />
        <Text size="xs" c="dimmed">
          {said.zone(new Set(shops.map((shop) => shop.timeZone)).size > 1 ? null : timeZone)}
        </Text>
      </section>
      {children}
      {sales && sales.orders > 0 && (
        <section aria-labelledby="over-time">
          <h2 id="over-time">{said.overTime}</h2>
          <OverTime all={all} range={range} timeZone={timeZone} />
        </section>
      )}
      {sales && sales.products.length > 0 && <SellingNow products={sales.products} />}
    </>
  )
}

function Numbers({ sales }: { sales: ReturnType<typeof sumStats> }) {
  const money = useMoney()
  return (
    <dl className={styles.figures} aria-busy={sales === null}>
      <One label={said.ordered} text={sales && money(sales.revenue)} />
      <One label={said.orders} text={sales && grouped(sales.orders)} />
      <One label={said.units} text={sales && grouped(sales.units)} />
      <One label={said.waiting} text={sales && grouped(sales.waiting)} />
    </dl>
  )
}

const One = ({ label, text }: { label: string; text: string | null }) => (
  <div>
    <dt>{label}</dt>
    <dd>
      <Figure value={text ?? '–'} />
    </dd>
  </div>
)

const measures = ['revenue', 'orders', 'units'] as const

interface OverTimeProps {
  all: readonly SalesStats[]
  range: SalesStats['range']
  timeZone: string
}

function OverTime({ all, range, timeZone }: OverTimeProps) {
  const money = useMoney()
  const [measure, setMeasure] = useState<(typeof measures)[number]>('revenue')
  const groups = useMemo(() => groupSales(all, Date.now()), [all])
  const isDay = range === 'today'
  // Days are dates, which the groups name in UTC.
  const shownZone = isDay ? timeZone : 'UTC'
  const format = measure === 'revenue' ? money : (value: number) => grouped(Math.round(value))
  return (
    <Stack gap="sm" mt="md">
      <SegmentedControl
        label={said.measure}
        values={measures}
        textOf={(each) => said.measures[each]}
        value={measure}
        onChange={setMeasure}
      />
      <Plot
        label={said.plot(said.measures[measure])}
        times={groups.map(({ at }) => at)}
        values={groups.map((group) => group[measure])}
        kind="bars"
        grain={isDay ? 'quarter' : 'day'}
        timeZone={shownZone}
        format={format}
      />
      <details className={styles.details}>
        <summary>{said.asTable}</summary>
        <SalesTable groups={groups} isDay={isDay} timeZone={shownZone} />
      </details>
    </Stack>
  )
}

function SalesTable({
  groups,
  isDay,
  timeZone,
}: {
  groups: SalesBucket[]
  isDay: boolean
  timeZone: string
}) {
  const money = useMoney()
  const when = new Intl.DateTimeFormat(
    locale,
    isDay ? { timeStyle: 'short', timeZone } : { dateStyle: 'medium', timeZone },
  )
  return (
    <Table
      rows={groups.filter(({ orders }) => orders > 0).reverse()}
      keyOf={({ at }) => at}
      columns={[
        { head: isDay ? said.from : said.day, isRowHead: true, cell: ({ at }) => when.format(at) },
        ...measures.map((measure) => ({
          head: said.measures[measure],
          kind: 'figure' as const,
          cell: (group: SalesBucket) => (measure === 'revenue' ? money : grouped)(group[measure]),
        })),
      ]}
    />
  )
}
