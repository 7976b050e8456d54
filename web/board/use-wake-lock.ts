import { useEffect } from 'react'

/**
 * Keeps the screen on if the browser can. It cannot over plain HTTP from another machine; no message is needed, as a
 * TV has a setting of its own. The browser drops the lock whenever the page is hidden.
 */
export function useWakeLock(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return
    let lock: WakeLockSentinel | null = null
    let over = false
    const acquire = async () => {
      if (document.visibilityState !== 'visible') return
      try {
        const acquired = await navigator.wakeLock.request('screen')
        if (over) await acquired.release()
        else lock = acquired
      } catch {
        // Low battery, or not allowed: the screen follows the machine's own setting.
        lock = null
      }
    }
    const look = () => void acquire()
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      over = true
      document.removeEventListener('visibilitychange', look)
      void lock?.release()
    }
  }, [])
}
