/**
 * Calls `task` when the page may be about to go for good: phones end hidden pages without another word. Does
 * nothing outside of a browser. Returns how to stop.
 */
export function onLeaving(task: () => void): () => void {
  if (typeof window === 'undefined') return () => {}
  const whenHidden = () => {
    if (document.visibilityState === 'hidden') task()
  }
  window.addEventListener('pagehide', task)
  document.addEventListener('visibilitychange', whenHidden)
  return () => {
    window.removeEventListener('pagehide', task)
    document.removeEventListener('visibilitychange', whenHidden)
  }
}
