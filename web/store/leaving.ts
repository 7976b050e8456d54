/**
 * Calls `task` when the page is hidden or left, as phones end hidden pages without a further event. Does nothing
 * outside of a browser. Returns a function that stops this.
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
