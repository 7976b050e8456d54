import { type ReactNode, useEffect, useRef } from 'react'
import styles from './figure.module.css'

export interface FigureProps {
  value: number | string
  /** Whether it also rolls in from the side that it comes from, unless motion is reduced. */
  rolls?: boolean
  children?: ReactNode
}

/**
 * A figure that changes live. When `value` changes, its background is tinted and fades in 500 ms; with reduced motion
 * it is underlined for a while instead. Nothing shifts.
 */
export function Figure({ value, rolls = false, children }: FigureProps) {
  const element = useRef<HTMLSpanElement>(null)
  const before = useRef(value)
  useEffect(() => {
    if (before.current === value || !element.current) return
    if (rolls) element.current.dataset.rolls = value < before.current ? 'down' : 'up'
    before.current = value
    // Two identical animations: swapping their names restarts them without a forced layout.
    element.current.dataset.changed = element.current.dataset.changed === 'a' ? 'b' : 'a'
  }, [value, rolls])
  return (
    <span ref={element} className={styles.figure}>
      {rolls ? <span className={styles.roller}>{children ?? value}</span> : (children ?? value)}
    </span>
  )
}
