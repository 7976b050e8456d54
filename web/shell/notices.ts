import { Observable } from '../ui/observable.ts'

/** What a person must be told of a page that is not what it was; stays until it was read. */
export type Notice = 'person changed' | { readonly kind: 'market restored'; readonly cartItems: number }

const key = 'souk:notice'

export const notice = new Observable<Notice | null>(takeKept())

/** Loads the page anew, for whoever uses this browser now, and says so there. */
export function reloadForAnother(): void {
  try {
    sessionStorage.setItem(key, 'person changed')
  } catch {
    // Nothing can be kept: the page is loaded anew without a word.
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
