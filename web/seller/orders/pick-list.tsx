import type { Order } from '../../../shared/protocol/shapes.ts'
import { useMarketInfo, useMoney } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useDateTime } from '../shell/use-date-time.ts'
import { linesOf } from './order-table.tsx'
import styles from './pick-list.module.css'
import { useWaiting } from './use-waiting.ts'

const said = sellerTexts.pickList

/** What is printed in place of the page: all that waits to be packed, and for whom. */
export function PickList({ shopIds }: { shopIds: readonly number[] }) {
  const market = useMarketInfo()?.name ?? ''
  const money = useMoney()
  const { full } = useDateTime(shopIds[0] ?? 0)
  const { orders } = useWaiting(shopIds)
  return (
    <div className={styles.paper} aria-hidden="true">
      <h1>{said.title(market, full(Date.now()))}</h1>
      <h2>{said.pack}</h2>
      <ul>
        {piecesOf(orders).map(([name, quantity]) => (
          <li key={name}>
            {quantity} × {name}
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
              <td>{linesOf(order)}</td>
              <td className={styles.figure}>{money(order.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How many of each product, most first. */
function piecesOf(orders: readonly Order[]): [string, number][] {
  const pieces = new Map<string, number>()
  for (const { name, quantity } of orders.flatMap(({ lines }) => lines)) {
    pieces.set(name, (pieces.get(name) ?? 0) + quantity)
  }
  return [...pieces].sort(([, a], [, b]) => b - a)
}
