import { type ReactNode, useEffect, useRef } from 'react'
import styles from './figure.module.css'

/**
 * A figure that may change while it is looked at. When `value` changes its ground tints, and fades in 500 ms;
 * for people who asked for less motion a mark stands under it for a while. Nothing counts up, nothing shifts.
 */
export function Figure({ value, children }: { value: number | string; children?: ReactNode }) {
  const element = useRef<HTMLSpanElement>(null)
  const before = useRef(value)
  useEffect(() => {
    if (before.current === value || !element.current) return
    before.current = value
    // Two animations that look the same: swapping their names starts them anew without measuring the page.
    element.current.dataset.changed = element.current.dataset.changed === 'a' ? 'b' : 'a'
  }, [value])
  return (
    <span ref={element} className={styles.figure}>
      {children ?? value}
    </span>
  )
}
