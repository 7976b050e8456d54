import { tabStorage } from '../store/storage.ts'
import { Observable } from '../ui/observable.ts'

/** Why the page was reloaded or has changed; stays until the person has read it. */
export type Notice = 'person changed' | { readonly kind: 'market restored'; readonly cartItems: number }

const key = 'souk:notice'
const personChanged = 'person changed'

export const notice = new Observable<Notice | null>(
  tabStorage.read(key) === personChanged ? personChanged : null,
)
tabStorage.remove(key)

/** Reloads the page for the person who uses this browser now, and says so there, if the browser stores anything. */
export function reloadForAnother(): void {
  tabStorage.write(key, personChanged)
  window.location.reload()
}
