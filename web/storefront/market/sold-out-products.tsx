import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { texts } from '../../ui/texts.ts'
import { ProductCard } from './product-card.tsx'
import rows from './product-grid.module.css'
import styles from './sold-out-products.module.css'

const step = 60

export interface SoldOutProductsProps {
  ids: readonly number[]
  /** Whether they are shown at once, as where there is nothing else. */
  isOpen: boolean
}

/** What is sold out comes last, folded. */
export function SoldOutProducts({ ids, isOpen }: SoldOutProductsProps) {
  const [isUnfolded, setUnfolded] = useState(isOpen)
  const [count, setCount] = useState(step)
  const left = ids.length - count
  return (
    <details
      className={styles.fold}
      open={isUnfolded}
      onToggle={(event) => setUnfolded(event.currentTarget.open)}
    >
      <summary>
        <Icon name="chevron-down" />
        {texts.storefront.list.soldOut(ids.length)}
      </summary>
      {isUnfolded && (
        <>
          <ul className={rows.grid}>
            {ids.slice(0, count).map((id) => (
              <li key={id}>
                <ProductCard id={id} />
              </li>
            ))}
          </ul>
          {left > 0 && (
            <div className={rows.more}>
              <Button variant="outline" onClick={() => setCount(count + step)}>
                {texts.storefront.list.more(Math.min(left, step))}
              </Button>
            </div>
          )}
        </>
      )}
    </details>
  )
}
