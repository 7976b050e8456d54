import type { Movement } from '../../../../shared/protocol/shapes.ts'
import { Figure } from '../../../ui/figure.tsx'
import { grouped } from '../../../ui/plurals.ts'
import { sellerTexts } from '../../../ui/seller-texts.ts'
import { StatusLabel } from '../../../ui/status-label.tsx'
import styles from './ledger.module.css'

const said = sellerTexts.ledger
const kinds = ['listed', 'restocked', 'returned', 'sold', 'removed'] as const
const signs = { listed: '', restocked: '+', returned: '+', sold: '−', removed: '−' } as const

/** The arithmetic of a stock: listed + restocked + returned − sold − removed. */
export function LedgerSum({ movements }: { movements: readonly Movement[] }) {
  const sums = sumsOf(movements)
  const stock = sums.listed + sums.restocked + sums.returned - sums.sold - sums.removed
  const told = movements.at(-1)?.stock ?? 0
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
      {stock !== told && (
        <StatusLabel tone="bad" icon="alert">
          {said.off}
        </StatusLabel>
      )}
    </div>
  )
}

function sumsOf(movements: readonly Movement[]): Record<Movement['kind'], number> {
  const sums = { listed: 0, restocked: 0, returned: 0, sold: 0, removed: 0 }
  for (const { kind, quantity } of movements) sums[kind] += quantity
  return sums
}
