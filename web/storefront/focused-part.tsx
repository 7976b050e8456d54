import { Stack } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'

/**
 * Takes focus when it replaces the element that had it. The part itself is focused and not a button in it, so that
 * a key that is still down presses nothing, and no phone opens its keyboard. `inView` scrolls to a part that appears
 * below.
 */
export function FocusedPart({ children, inView = false }: { children: ReactNode; inView?: boolean }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    element.current?.focus({ preventScroll: true })
    if (inView) element.current?.scrollIntoView({ block: 'center' })
  }, [inView])
  return (
    <Stack ref={element} tabIndex={-1} data-autofocus style={{ outline: 'none' }}>
      {children}
    </Stack>
  )
}
