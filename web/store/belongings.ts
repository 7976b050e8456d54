import type { Session } from '../../shared/protocol/shapes.ts'
import { buyerOf } from '../socket/page-owner.ts'
import type { Storage } from './storage.ts'

const ownerKey = 'souk:owner'
/** All that this browser keeps of a person, and of the market as that person saw it. Settings of the device are not. */
const prefix = 'souk:'

interface Owner {
  id: string
  isGuest: boolean
}

/** Whose the things are that this browser keeps: cart, name, open purchases. Nobody gets another person's. */
export class Belongings {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /**
   * The server said who this is. What is kept stays with the same person, and comes along when a guest signs in;
   * anyone else's is forgotten, and then this is true.
   */
  claim(session: Session): boolean {
    const owner = this.#owner()
    const next: Owner = { id: buyerOf(session), isGuest: session.role === 'guest' }
    const isTheirs = !owner || owner.id === next.id || (owner.isGuest && !next.isGuest)
    // Its owner is replaced and not removed, which would tell other tabs that somebody signed out.
    if (!isTheirs) this.#forgetAllBut(ownerKey)
    if (owner?.id !== next.id) this.#storage.write(ownerKey, JSON.stringify(next))
    return !isTheirs
  }

  /** Whether what is kept is still this person's: another tab may have signed out. */
  isOf(session: Session): boolean {
    return this.#owner()?.id === buyerOf(session)
  }

  /** Forgets everything; other tabs follow, since the owner's going is an event there. */
  forget(): void {
    this.#forgetAllBut(null)
  }

  #forgetAllBut(kept: string | null): void {
    for (const key of this.#storage.keys(prefix)) if (key !== kept) this.#storage.remove(key)
    this.#storage.clearTab()
  }

  #owner(): Owner | null {
    try {
      return JSON.parse(this.#storage.read(ownerKey) ?? 'null')
    } catch {
      // Not what we wrote: it is nobody's.
      return null
    }
  }
}

/**
 * Calls `onLeft` when another tab signed out, also while this page was put aside and gone back to; returns how to
 * stop. `session` is whose page this is, null before that is known.
 */
export function onLeftElsewhere(
  belongings: Belongings,
  session: () => Session | null,
  onLeft: () => void,
): () => void {
  if (typeof window === 'undefined') return () => {}
  const onStorage = (event: StorageEvent) => {
    if (event.key === null || (event.key === ownerKey && event.newValue === null)) onLeft()
  }
  const onShown = (event: PageTransitionEvent) => {
    const own = session()
    if (event.persisted && own && !belongings.isOf(own)) onLeft()
  }
  window.addEventListener('storage', onStorage)
  window.addEventListener('pageshow', onShown)
  return () => {
    window.removeEventListener('storage', onStorage)
    window.removeEventListener('pageshow', onShown)
  }
}
