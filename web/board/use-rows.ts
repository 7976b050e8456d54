import { useLayoutEffect, useRef, useState } from 'react'

const rowsMin = 8
const rowsMax = 14
const columnWidthPx = 640
/** A row's height, as a multiple of its figure's size. */
const rowHeight = 1.3

/** The size of the stock's figures, as the styles have it: clamp(28px, 5vh, 96px). */
const figurePx = (): number => Math.min(96, Math.max(28, window.innerHeight * 0.05))

export interface Rows {
  /** The element that shows the stock, and whose size decides. */
  place: React.RefObject<HTMLElement | null>
  rows: number
  columns: number
}

/** How many rows and columns fit on the screen: no more than `count` products need, but at least 8 rows. */
export function useRows(count: number): Rows {
  const place = useRef<HTMLElement>(null)
  const [fit, setFit] = useState({ rows: rowsMin, columns: 1 })
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const measure = () => {
      const rows = Math.floor(element.clientHeight / (figurePx() * rowHeight))
      const columns = Math.max(1, Math.floor(window.innerWidth / columnWidthPx))
      setFit((before) => (before.rows === rows && before.columns === columns ? before : { rows, columns }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  // A few products get the whole width, so that half of the screen is not empty.
  const columns = Math.min(fit.columns, Math.max(1, Math.ceil(count / rowsMin)))
  const needed = Math.max(rowsMin, Math.ceil(count / columns))
  return { place, columns, rows: Math.max(1, Math.min(needed, fit.rows, rowsMax)) }
}
