import { accepts } from '../../../shared/catalog/order-states.ts'
import type { Order, OrderLine, Product } from '../../../shared/protocol/shapes.ts'
import { useMarketInfo, useMoney, useProducts } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useListTimes } from '../shell/use-date-time.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { linesOf } from './order-table.tsx'
import styles from './pick-list.module.css'
import { useWaiting } from './use-waiting.ts'

const said = sellerTexts.pickList

/** Printed instead of the page: everything to be packed, and for whom. */
export function PickList() {
  const market = useMarketInfo()?.name ?? ''
  const money = useMoney()
  const products = useProducts()
  const { one, shops } = useShopChoice()
  const nameOf = new Map(shops.map(({ id, name }) => [id, name]))
  const { full } = useListTimes()
  const { orders } = useWaiting()
  return (
    <div className={styles.paper} aria-hidden="true">
      <h1>{said.title(`${market} · ${one?.name ?? sellerTexts.allShops}`, full(Date.now()))}</h1>
      <h2>{said.pack}</h2>
      <ul>
        {piecesOf(orders.filter(isToPack), products).map(([label, quantity]) => (
          <li key={label}>
            {quantity} × {label}
          </li>
        ))}
      </ul>
      <h2>{said.orders}</h2>
      <table>
        <tbody>
          {[...orders].reverse().map((order) => (
            <tr key={order.id}>
              <td className={styles.box} />
              <td>{order.number}</td>
              <td>
                <strong>{order.pickupCode}</strong>
              </td>
              <td>{order.buyerName || sellerTexts.order.noName}</td>
              <td>
                {!one && `${nameOf.get(order.shopId)}: `}
                {linesOf(order)}
              </td>
              <td className={styles.figure}>{money(order.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What is ready is packed. */
const isToPack = (order: Order): boolean => accepts(order, 'order:ready')

/** How many of each product, most first. */
function piecesOf(orders: readonly Order[], products: ReadonlyMap<number, Product>): [string, number][] {
  const pieces = new Map<string, number>()
  for (const line of orders.flatMap(({ lines }) => lines)) {
    const label = labelOf(line, products.get(line.productId)?.sku)
    pieces.set(label, (pieces.get(label) ?? 0) + line.quantity)
  }
  return [...pieces].sort(([, a], [, b]) => b - a)
}

const labelOf = ({ name }: OrderLine, sku: string | null | undefined): string =>
  sku ? `${name} (${sku})` : name
