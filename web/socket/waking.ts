/**
 * Calls `task` when the machine may have slept or changed networks: the page becomes visible, returns from the
 * back-forward cache, or the network is back. Does nothing outside of a browser. Returns a function that stops this.
 */
export function onWaking(task: () => void): () => void {
  if (typeof window === 'undefined') return () => {}
  const whenVisible = () => {
    if (document.visibilityState === 'visible') task()
  }
  const whenRestored = (event: PageTransitionEvent) => {
    if (event.persisted) task()
  }
  window.addEventListener('online', task)
  window.addEventListener('pageshow', whenRestored)
  document.addEventListener('visibilitychange', whenVisible)
  return () => {
    window.removeEventListener('online', task)
    window.removeEventListener('pageshow', whenRestored)
    document.removeEventListener('visibilitychange', whenVisible)
  }
}
