import { type ComponentType, useEffect, useState } from 'react'
import { useFreshness, usePurchases } from '../store/hooks.ts'
import { texts } from '../ui/texts.ts'
import { isSecondTap } from './press-guard.ts'
import styles from './sheet-host.module.css'
import type { OpenSheet } from './sheets.ts'
import { useOpenSheet, useShopping } from './shopping.ts'

type SheetView = ComponentType<{ open: OpenSheet | null }>

const idleMs = 1_500

/**
 * Where sheets open, and notices of purchases stand. Their code is no part of the first page: it comes as soon as the market is there and the
 * browser has nothing else to do, so that it is at hand when Buy is pressed, and when the connection is gone.
 */
export function SheetHost() {
  const open = useOpenSheet()
  const isLive = useFreshness() === 'live'
  const [View, setView] = useState<SheetView | null>(null)
  const isNeeded = usePurchases().length > 0 || open !== null
  useEffect(() => {
    if (View || !(isLive || isNeeded)) return
    const load = () =>
      void import('./sheet-view.tsx').then(
        (module) => setView(() => module.SheetView),
        (error: unknown) =>
          console.warn('The sheets could not be loaded; the next press tries again.', error),
      )
    if (isNeeded) return load()
    const timer = setTimeout(load, idleMs)
    return () => clearTimeout(timer)
  }, [View, isLive, isNeeded])
  if (View) return <View open={open} />
  return open && <Loading />
}

/** On a slow line the press is answered at once, too; a press takes it back. */
function Loading() {
  const { sheets } = useShopping()
  return (
    <button type="button" className={styles.veil} onClick={(event) => !isSecondTap(event) && sheets.close()}>
      <span role="status" className={styles.loading}>
        {texts.shell.loading} …
      </span>
    </button>
  )
}
