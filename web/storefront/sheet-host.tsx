import type { ComponentType } from 'react'
import { useFreshness, usePurchases } from '../store/hooks.ts'
import { loadTexts } from '../texts/load.ts'
import { texts } from '../ui/texts.ts'
import { isSecondTap } from './press-guard.ts'
import styles from './sheet-host.module.css'
import type { OpenSheet } from './sheets.ts'
import { useOpenSheet, useShopping } from './shopping.ts'
import { type LatePart, useLoaded } from './use-loaded.ts'

const sheetView: LatePart<ComponentType<{ open: OpenSheet | null }>> = {
  load: async () => {
    await loadTexts('orders')
    return (await import('./sheet-view.tsx')).SheetView
  },
  warning: 'The sheets could not be loaded; the next press tries again.',
}

/** Hosts sheets and notices of purchases, whose code is loaded once the market is there. */
export function SheetHost() {
  const open = useOpenSheet()
  const isLive = useFreshness() === 'live'
  const isNeeded = usePurchases().length > 0 || open !== null
  const View = useLoaded(sheetView, isNeeded, isLive)
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
