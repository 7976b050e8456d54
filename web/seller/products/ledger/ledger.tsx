import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Product, SellerMovement } from '../../../../shared/protocol/shapes.ts'
import { useFreshness, useShop } from '../../../store/hooks.ts'
import { grouped } from '../../../ui/plurals.ts'
import { sellerTexts } from '../../../ui/seller-texts.ts'
import { RowSkeletons } from '../../../ui/skeletons.tsx'
import { Table } from '../../../ui/table.tsx'
import { Plot } from '../../overview/plot.tsx'
import { useDateTime } from '../../shell/use-date-time.ts'
import styles from './ledger.module.css'
import { LedgerSum } from './ledger-sum.tsx'
import { useLedger } from './use-ledger.ts'

const said = sellerTexts.ledger
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
      {isComplete ? (
        <LedgerSum movements={movements} />
      ) : (
        <p className={styles.loading} role="status">
          {live ? said.loading : said.cannot}
        </p>
      )}
      {movements.length === 0 && <RowSkeletons count={4} />}
      {isComplete && movements.length > 2 && <StockPlot product={product} movements={movements} />}
      {isComplete && (
        <div className={styles.scroll}>
          <LedgerTable product={product} movements={newest} />
        </div>
      )}
      {isComplete && left > 0 && (
        <Button variant="subtle" fullWidth onClick={() => setShown(shown + pageSize * 4)}>
          {sellerTexts.showMore(left)}
        </Button>
      )}
    </section>
  )
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
          cell: ({ kind, quantity }) =>
            `${kind === 'sold' || kind === 'removed' ? '−' : '+'}${grouped(quantity)}`,
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
