import { useSyncExternalStore } from 'react'

/** As in the styles: below it products are rows, from it on cards. */
const wide = typeof window === 'undefined' ? null : window.matchMedia('(min-width: 48em)')

function subscribe(listener: () => void): () => void {
  wide?.addEventListener('change', listener)
  return () => wide?.removeEventListener('change', listener)
}

/** Whether the window is wider than a phone's; null where a page is written before anybody knows. */
export const useIsWide = (): boolean | null => useSyncExternalStore(subscribe, () => wide?.matches ?? null)
