import { Button } from '@mantine/core'
import { useState } from 'react'
import { texts } from '../../ui/texts.ts'
import { ProductCard } from './product-card.tsx'
import styles from './product-grid.module.css'

const step = 60

/** Cards of products, the first 60 and more on demand. */
export function ProductGrid({ ids }: { ids: readonly number[] }) {
  const [count, setCount] = useState(step)
  const left = ids.length - count
  return (
    <>
      <ul className={styles.grid}>
        {ids.slice(0, count).map((id) => (
          <li key={id}>
            <ProductCard id={id} />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Button variant="default" fullWidth className={styles.more} onClick={() => setCount(count + step)}>
          {texts.storefront.list.more(Math.min(left, step))}
        </Button>
      )}
    </>
  )
}
