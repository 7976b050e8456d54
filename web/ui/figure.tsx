import { type ReactNode, useEffect, useRef } from 'react'
import styles from './figure.module.css'

/**
 * A figure that changes live. When `value` changes, its background is tinted and fades in 500 ms; with reduced motion
 * it is underlined for a while instead. Nothing shifts.
 */
export function Figure({ value, children }: { value: number | string; children?: ReactNode }) {
  const element = useRef<HTMLSpanElement>(null)
  const before = useRef(value)
  useEffect(() => {
    if (before.current === value || !element.current) return
    before.current = value
    // Two identical animations: swapping their names restarts them without a forced layout.
    element.current.dataset.changed = element.current.dataset.changed === 'a' ? 'b' : 'a'
  }, [value])
  return (
    <span ref={element} className={styles.figure}>
      {children ?? value}
    </span>
  )
}
