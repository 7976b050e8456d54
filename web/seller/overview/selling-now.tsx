import { Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { SalesStats } from '../../../shared/protocol/shapes.ts'
import { useMoney, useProduct } from '../../store/hooks.ts'
import { Figure } from '../../ui/figure.tsx'
import { grouped } from '../../ui/plurals.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Table } from '../../ui/table.tsx'
import { StockMark } from '../products/stock-mark.tsx'
import styles from './sales-section.module.css'

const said = sellerTexts.figures
const shownMax = 8

type Sold = SalesStats['products'][number]

/** The top sellers and how long their stock will last. */
export function SellingNow({ products }: { products: readonly Sold[] }) {
  const money = useMoney()
  const quickest = [...products]
    .sort((one, other) => other.perMinute - one.perMinute || other.units - one.units)
    .slice(0, shownMax)
  return (
    <section aria-labelledby="selling">
      <h2 id="selling">{said.sellingTitle}</h2>
      <Table
        rows={quickest}
        keyOf={({ productId }) => productId}
        columns={[
          { head: said.product, isRowHead: true, cell: (sold) => <ProductLink {...sold} /> },
          { head: said.units, kind: 'figure', cell: ({ units }) => <Figure value={grouped(units)} /> },
          {
            head: said.perMinute,
            kind: 'figure',
            isWide: true,
            cell: ({ perMinute }) => (perMinute > 0 ? said.pace(perMinute) : '–'),
          },
          { head: said.left, kind: 'figure', cell: (sold) => <Left {...sold} /> },
          { head: said.ordered, kind: 'figure', isWide: true, cell: ({ revenue }) => money(revenue) },
        ]}
      />
    </section>
  )
}

function ProductLink({ productId }: Sold) {
  const product = useProduct(productId)
  if (!product) return said.deleted
  return (
    <Link className={styles.product} to="/sell/products/$id" params={{ id: String(productId) }}>
      {product.name}
    </Link>
  )
}

function Left({ productId, perMinute }: Sold) {
  const product = useProduct(productId)
  if (!product) return null
  const minutesLeft = perMinute > 0 ? product.stock / perMinute : null
  return (
    <Group justify="flex-end" gap="var(--space-4) var(--space-8)" fw={600}>
      <StockMark product={product} />
      <Figure value={product.stock} />
      {minutesLeft !== null && product.stock > 0 && minutesLeft < 600 && (
        <Text span size="xs" c="dimmed">
          {said.lasts(minutesLeft)}
        </Text>
      )}
    </Group>
  )
}
