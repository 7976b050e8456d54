const key = 'souk:reloaded'

/**
 * Reloads the page, but only once per tab for the same `reason`, so that a cache that keeps serving an old page does
 * not cause endless reloads. Returns whether it reloads.
 */
export function reloadOnce(reason: string): boolean {
  try {
    if (sessionStorage.getItem(key) === reason) return false
    sessionStorage.setItem(key, reason)
  } catch {
    // Without storage, a second time could not be told from the first.
    return false
  }
  window.location.reload()
  return true
}
