import { Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Movement, Product, SellerMovement } from '../../../../shared/protocol/shapes.ts'
import { useFreshness, useShop } from '../../../store/hooks.ts'
import { Figure } from '../../../ui/figure.tsx'
import { grouped } from '../../../ui/plurals.ts'
import { sellerTexts } from '../../../ui/seller-texts.ts'
import { RowSkeletons } from '../../../ui/skeletons.tsx'
import { StatusLabel } from '../../../ui/status-label.tsx'
import { Table } from '../../../ui/table.tsx'
import { Plot } from '../../overview/plot.tsx'
import { useDateTime } from '../../shell/use-date-time.ts'
import styles from './ledger.module.css'
import { useLedger } from './use-ledger.ts'

const said = sellerTexts.ledger
const kinds = ['listed', 'restocked', 'returned', 'sold', 'removed'] as const
const signs = { listed: '', restocked: '+', returned: '+', sold: '−', removed: '−' } as const
const pageSize = 50
/** A plot has no more pixels than this. */
const plotMax = 2_000

/** A product's ledger with its arithmetic, newest line first: what moved, by whom, why, and for which order. */
export function Ledger({ product }: { product: Product }) {
  const { movements, isComplete } = useLedger(product.id)
  const [shown, setShown] = useState(pageSize)
  const live = useFreshness() === 'live'
  const newest = movements.slice(-shown).reverse()
  const left = movements.length - newest.length
  return (
    <section aria-labelledby="ledger">
      <h2 id="ledger">{said.title}</h2>
      {!isComplete && (
        <Text my="md" c="dimmed" role="status">
          {live ? said.loading : said.cannot}
        </Text>
      )}
      {movements.length === 0 && <RowSkeletons count={4} />}
      {isComplete && (
        <>
          <LedgerSum movements={movements} />
          {movements.length > 2 && <StockPlot product={product} movements={movements} />}
          <div className={styles.scroll}>
            <LedgerTable product={product} movements={newest} />
          </div>
          {left > 0 && (
            <Button variant="subtle" fullWidth onClick={() => setShown(shown + pageSize * 4)}>
              {sellerTexts.showMore(left)}
            </Button>
          )}
        </>
      )}
    </section>
  )
}

/** The arithmetic of a stock: listed + restocked + returned − sold − removed. */
function LedgerSum({ movements }: { movements: readonly Movement[] }) {
  const sums = sumsOf(movements)
  const stock = sums.listed + sums.restocked + sums.returned - sums.sold - sums.removed
  const recorded = movements.at(-1)?.stock ?? 0
  return (
    <div>
      <dl className={styles.sum} aria-label={said.sum}>
        {kinds.map((kind) => (
          <div key={kind}>
            <dt>{said.kinds[kind]}</dt>
            <dd>
              {signs[kind]} <Figure value={sums[kind]}>{grouped(sums[kind])}</Figure>
            </dd>
          </div>
        ))}
        <div className={styles.result}>
          <dt>{said.stock}</dt>
          <dd>
            = <Figure value={stock}>{grouped(stock)}</Figure>
          </dd>
        </div>
      </dl>
      {stock !== recorded && <StatusLabel tone="bad">{said.off}</StatusLabel>}
    </div>
  )
}

function sumsOf(movements: readonly Movement[]): Record<Movement['kind'], number> {
  const sums = { listed: 0, restocked: 0, returned: 0, sold: 0, removed: 0 }
  for (const { kind, quantity } of movements) sums[kind] += quantity
  return sums
}

/** The stock over time; the table below has the same figures. */
function StockPlot({ product, movements }: { product: Product; movements: readonly SellerMovement[] }) {
  const timeZone = useShop(product.shopId)?.timeZone ?? 'UTC'
  const latest = movements.slice(-plotMax)
  return (
    <Plot
      label={said.plot}
      times={latest.map(({ at }) => at)}
      values={latest.map(({ stock }) => stock)}
      kind="steps"
      grain={lastsDays(latest) ? 'day' : 'quarter'}
      timeZone={timeZone}
      format={grouped}
    />
  )
}

const lastsDays = (movements: readonly SellerMovement[]): boolean =>
  (movements.at(-1)?.at ?? 0) - (movements[0]?.at ?? 0) > 2 * 24 * 3_600_000

function LedgerTable({ product, movements }: { product: Product; movements: readonly SellerMovement[] }) {
  const { full } = useDateTime(product.shopId)
  return (
    <Table
      rows={movements}
      keyOf={({ seq, kind, stock }) => `${seq} ${kind} ${stock}`}
      columns={[
        { head: said.when, cell: ({ at }) => <span className={styles.when}>{full(at)}</span> },
        { head: said.what, cell: ({ kind }) => said.kinds[kind] },
        {
          head: said.quantity,
          kind: 'figure',
          cell: ({ kind, quantity }) => (signs[kind] || '+') + grouped(quantity),
        },
        { head: said.after, kind: 'figure', cell: ({ stock }) => grouped(stock) },
        { head: said.who, isWide: true, cell: nameOf },
        {
          head: said.why,
          cell: ({ orderId, reason }) => (
            <>
              {orderId && (
                <Link to="/sell/orders" search={{ order: orderId, product: product.id }}>
                  {said.order}
                </Link>
              )}
              {reason}
            </>
          ),
        },
        { head: said.entry, kind: 'figure', isWide: true, cell: ({ seq }) => grouped(seq) },
      ]}
    />
  )
}

/** Account ids begin with "a-", buyer ids with "b-". Apart from the operator, one account sells in a shop. */
const nameOf = ({ by, orderId }: SellerMovement): string => {
  if (by === 'operator') return said.operator
  return by.startsWith('a-') || !orderId ? said.seller : said.buyer
}
