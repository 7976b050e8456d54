const key = 'souk:reloaded'

/**
 * Reloads the page, but only once for the same `reason` within a tab: a cache that serves an old page for ever
 * must not make it reload for ever. Returns whether it does.
 */
export function reloadOnce(reason: string): boolean {
  try {
    if (sessionStorage.getItem(key) === reason) return false
    sessionStorage.setItem(key, reason)
  } catch {
    // Without storage it could not be told a second time from the first.
    return false
  }
  window.location.reload()
  return true
}
