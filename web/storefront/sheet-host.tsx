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
 * Hosts sheets and notices of purchases. Their code is not part of the first page: it is loaded once the market is
 * there and the browser is idle, so that it is ready when Buy is pressed, even without a connection.
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

/** On a slow connection, shows at once that the press was noticed; pressing again cancels it. */
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
