import { Observable } from '../ui/observable.ts'

/** Why the page was reloaded or has changed; stays until the person has read it. */
export type Notice = 'person changed' | { readonly kind: 'market restored'; readonly cartItems: number }

const key = 'souk:notice'

export const notice = new Observable<Notice | null>(takeKept())

/** Reloads the page for the person who uses this browser now, and says so there. */
export function reloadForAnother(): void {
  try {
    sessionStorage.setItem(key, 'person changed')
  } catch {
    // Nothing can be stored: the page reloads without a notice.
  }
  window.location.reload()
}

function takeKept(): Notice | null {
  try {
    const kept = sessionStorage.getItem(key)
    sessionStorage.removeItem(key)
    return kept === 'person changed' ? kept : null
  } catch {
    // As above.
    return null
  }
}
