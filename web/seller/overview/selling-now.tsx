import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { SalesStats } from '../../../shared/protocol/shapes.ts'
import { useMoney, useProduct } from '../../store/hooks.ts'
import { Figure } from '../../ui/figure.tsx'
import { grouped } from '../../ui/plurals.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StockMark } from '../products/stock-mark.tsx'
import styles from './sales-section.module.css'

const said = sellerTexts.figures
const shownMax = 8

type Sold = SalesStats['products'][number]

/** What sells now and how long it will last, the quickest first. */
export function SellingNow({ products }: { products: readonly Sold[] }) {
  const quickest = [...products]
    .sort((one, other) => other.perMinute - one.perMinute || other.units - one.units)
    .slice(0, shownMax)
  return (
    <section aria-labelledby="selling">
      <h2 id="selling">{said.sellingTitle}</h2>
      <table className={styles.selling}>
        <thead>
          <tr>
            <th scope="col">{said.product}</th>
            <th scope="col">{said.units}</th>
            <th scope="col">{said.perMinute}</th>
            <th scope="col">{said.left}</th>
            <th scope="col" className={styles.wide}>
              {said.ordered}
            </th>
          </tr>
        </thead>
        <tbody>
          {quickest.map((sold) => (
            <Row key={sold.productId} {...sold} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Row = memo(function Row({ productId, units, revenue, perMinute }: Sold) {
  const product = useProduct(productId)
  const money = useMoney()
  const minutesLeft = product && perMinute > 0 ? product.stock / perMinute : null
  return (
    <tr>
      <th scope="row">
        {product ? (
          <Link to="/sell/products/$id" params={{ id: String(productId) }}>
            {product.name}
          </Link>
        ) : (
          said.deleted
        )}
      </th>
      <td>
        <Figure value={grouped(units)} />
      </td>
      <td>{perMinute > 0 ? said.pace(perMinute) : '–'}</td>
      <td>
        {product && (
          <span className={styles.left}>
            <StockMark product={product} />
            <Figure value={product.stock} />
            {minutesLeft !== null && product.stock > 0 && minutesLeft < 600 && (
              <span className={styles.source}>{said.lasts(minutesLeft)}</span>
            )}
          </span>
        )}
      </td>
      <td className={styles.wide}>{money(revenue)}</td>
    </tr>
  )
})
