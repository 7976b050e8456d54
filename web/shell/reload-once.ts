import { tabStorage } from '../store/storage.ts'

const key = 'souk:reloaded'

/**
 * Reloads the page, but only once per tab for the same `reason`, so that a cache that keeps serving an old page does
 * not cause endless reloads. Returns whether it reloads.
 */
export function reloadOnce(reason: string): boolean {
  // Without storage, the first and later times look the same.
  if (tabStorage.read(key) === reason || !tabStorage.write(key, reason)) return false
  window.location.reload()
  return true
}
