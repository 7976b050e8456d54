import { type ReactNode, useEffect, useRef } from 'react'
import styles from './focused-part.module.css'

/**
 * Takes focus when it appears, for what replaces the thing that had it. Focus on the part, not on a button in
 * it: a key that is still down must press nothing, and a phone's keyboard stays away.
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
