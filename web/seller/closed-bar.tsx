import { sellerTexts } from '../ui/seller-texts.ts'
import { StatusLabel } from '../ui/status-label.tsx'
import styles from './closed-bar.module.css'
import { useShopChoice } from './use-shop-choice.ts'

/** Stands on every page as long as a shop is closed, so that nobody wonders why nothing is sold. */
export function ClosedBar() {
  const { shops } = useShopChoice()
  const closed = shops.filter(({ status }) => status !== 'open')
  const [first] = closed
  if (!first) return null
  const said = sellerTexts.selling
  return (
    <div className={styles.bar} role="status">
      <StatusLabel tone="bad" icon="lock">
        {closed.length === 1 ? said.closedBar(first.name) : said.closedBars(closed.length)}
      </StatusLabel>
    </div>
  )
}
