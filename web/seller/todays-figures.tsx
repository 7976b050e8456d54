import type { Order } from '../../shared/protocol/shapes.ts'
import { useMoney, useOrders } from '../store/hooks.ts'
import { Figure } from '../ui/figure.tsx'
import { grouped } from '../ui/plurals.ts'
import { sellerTexts } from '../ui/seller-texts.ts'
import styles from './todays-figures.module.css'
import { useOrderPages } from './use-order-pages.ts'
import { useShopChoice } from './use-shop-choice.ts'
import { useToday } from './use-today.ts'
import type { Waiting } from './use-waiting.ts'

const said = sellerTexts.figures
const pagesMax = 20

/** Four numbers, counted from the orders themselves; where not all were loaded they say so. */
export function TodaysFigures({ waiting }: { waiting: Waiting }) {
  const { ids, shops } = useShopChoice()
  const money = useMoney()
  const timeZone = shops[0]?.timeZone ?? 'UTC'
  const since = useToday(timeZone)
  const { state } = useOrderPages(ids, { since }, pagesMax)
  const todays = useOrders().filter((order) => order.placedAt >= since && ids.includes(order.shopId))
  const { ordered, orders, units } = sumOf(todays)
  const counting = state === 'loading' && todays.length === 0
  const write = (text: string, partly: boolean) => (counting ? '–' : partly ? said.atLeast(text) : text)
  const partly = state === 'more'
  return (
    <section aria-labelledby="today">
      <h2 id="today">{said.title}</h2>
      <dl className={styles.figures}>
        <One label={said.ordered} text={write(money(ordered), partly)} />
        <One label={said.orders} text={write(grouped(orders), partly)} />
        <One label={said.units} text={write(grouped(units), partly)} />
        <One label={said.waiting} text={write(grouped(waiting.count), waiting.partly)} />
      </dl>
      <p className={styles.source}>
        {said.today(timeZone)}. {counting ? said.counting : said.from(todays.length)} {partly && said.partly}
      </p>
    </section>
  )
}

const One = ({ label, text }: { label: string; text: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>
      <Figure value={text} />
    </dd>
  </div>
)

function sumOf(all: readonly Order[]): { ordered: number; orders: number; units: number } {
  const standing = all.filter(({ status }) => status !== 'cancelled')
  const lines = standing.flatMap((order) => order.lines)
  return {
    ordered: standing.reduce((sum, { total }) => sum + total, 0),
    orders: standing.length,
    units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
  }
}
