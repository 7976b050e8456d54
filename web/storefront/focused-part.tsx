import { type ReactNode, useEffect, useRef } from 'react'
import styles from './focused-part.module.css'

/**
 * Takes focus when it replaces the element that had it. The part itself is focused and not a button in it, so that
 * a key that is still down presses nothing, and no phone opens its keyboard.
 */
export function FocusedPart({ children }: { children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => element.current?.focus({ preventScroll: true }), [])
  return (
    <div ref={element} tabIndex={-1} data-autofocus className={styles.part}>
      {children}
    </div>
  )
}
