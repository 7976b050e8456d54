import { useLocation, useNavigate } from '@tanstack/react-router'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { texts } from '../../ui/texts.ts'
import { ProductCard } from './product-card.tsx'
import styles from './product-grid.module.css'
import { usePlace } from './use-place.ts'

const step = 60
/** A multiple of two, three, four and six, so that most rows are full. */
const stretchLength = 12

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many products the list shows, so that going back shows as many again. */
    shown?: number
  }
}

/** Cards of products, the first 60 and more on demand; each entry of the history remembers how many. */
export function ProductGrid({ ids }: { ids: readonly number[] }) {
  const navigate = useNavigate()
  const list = useRef<HTMLDivElement>(null)
  usePlace(list)
  const { shown = step } = useLocation().state
  const [count, setCount] = useState(shown)
  const showMore = () => {
    setCount(count + step)
    void navigate({
      to: '.',
      search: (before: object) => before,
      state: (before) => ({ ...before, shown: count + step }),
      replace: true,
      resetScroll: false,
    })
  }
  const stretches = useMemo(() => stretchesOf(ids.slice(0, count)), [ids, count])
  const filled = useFilled(stretches.length)
  const left = ids.length - count
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: between list and items stand stretches, which no ul may hold */}
      <div ref={list} role="list" className={styles.list}>
        {stretches.map(({ place, ids }) => (
          <Stretch key={place} ids={ids} isFilled={place < filled} />
        ))}
      </div>
      {left > 0 && (
        <div className={styles.more}>
          <Button variant="outline" onClick={showMore}>
            {texts.storefront.list.more(Math.min(left, step))}
          </Button>
        </div>
      )}
    </>
  )
}

/** How many stretches have their cards: one more each frame, so that the first appear before the last are rendered. */
function useFilled(count: number): number {
  const [filled, setFilled] = useState(1)
  useEffect(() => {
    if (filled >= count) return
    const frame = requestAnimationFrame(() => setFilled(filled + 1))
    return () => cancelAnimationFrame(frame)
  }, [filled, count])
  return filled
}

/**
 * A few rows of cards. A change in one makes React and the browser's layout visit only this stretch, not the whole
 * list.
 */
const Stretch = memo(function Stretch({ ids, isFilled }: { ids: readonly number[]; isFilled: boolean }) {
  return (
    <div className={styles.grid}>
      {ids.map((id) => (
        // biome-ignore lint/a11y/useSemanticElements: as its list
        <div key={id} role="listitem" data-product={id}>
          {isFilled && <ProductCard id={id} />}
        </div>
      ))}
    </div>
  )
})

const stretchesOf = (ids: readonly number[]): { place: number; ids: readonly number[] }[] =>
  Array.from({ length: Math.ceil(ids.length / stretchLength) }, (_, place) => ({
    place,
    ids: ids.slice(place * stretchLength, (place + 1) * stretchLength),
  }))
