import type { Shop } from '../../../shared/protocol/shapes.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import styles from './closed-bar.module.css'
import { useShopChoice } from './use-shop-choice.ts'

/** Shown on every page while a shop is closed. */
export function ClosedBar() {
  const { shops } = useShopChoice()
  const closed = shops.filter(({ status }) => status !== 'open')
  if (closed.length === 0) return null
  return (
    <div className={styles.bar} role="status">
      <StatusLabel tone="bad" icon="lock">
        {wordsOf(closed)}
      </StatusLabel>
    </div>
  )
}

function wordsOf(closed: readonly Shop[]): string {
  const said = sellerTexts.selling
  const [first] = closed
  if (!first || closed.length > 1) return said.closedBars(closed.length)
  return first.status === 'suspended' ? said.suspendedBar(first.name) : said.closedBar(first.name)
}
