import type { Session } from '../../shared/protocol/shapes.ts'
import { onPage } from '../socket/page-events.ts'
import { buyerOf } from '../socket/page-owner.ts'
import { readJson, type Storage } from './storage.ts'

const ownerKey = 'souk:owner'
/** What this browser stores for a person begins with this. Settings of the device do not, and outlive the person. */
const prefix = 'souk:'

interface Owner {
  id: string
  isGuest: boolean
}

/** Assigns what this browser stores (cart, name, open purchases) to one person, so that nobody gets another's. */
export class Belongings {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /**
   * Assigns the stored data to the session's person. A guest who signs in keeps it; for anyone else it is deleted
   * first, and the result is true.
   */
  claim(session: Session): boolean {
    const owner = this.#owner()
    const next: Owner = { id: buyerOf(session), isGuest: session.role === 'guest' }
    const isTheirs = !owner || owner.id === next.id || (owner.isGuest && !next.isGuest)
    // The owner's key is overwritten, not removed: a removal means signing out to other tabs.
    if (!isTheirs) this.#forgetAllBut(ownerKey)
    if (owner?.id !== next.id) this.#storage.write(ownerKey, JSON.stringify(next))
    return !isTheirs
  }

  /** Whether the stored data still belongs to this person: another tab may have signed out. */
  isOf(session: Session): boolean {
    return this.isOfBuyer(buyerOf(session))
  }

  isOfBuyer(buyerId: string): boolean {
    return this.#owner()?.id === buyerId
  }

  /** Deletes everything. Other tabs see the owner's key disappear, and follow. */
  forget(): void {
    this.#forgetAllBut(null)
  }

  #forgetAllBut(kept: string | null): void {
    for (const key of this.#storage.keys(prefix)) if (key !== kept) this.#storage.remove(key)
    this.#storage.clearTab()
  }

  #owner(): Owner | null {
    return readJson(this.#storage, ownerKey) as Owner | null
  }
}

/**
 * Calls `onLeft` when another tab signs out, also if that happened while this page was in the back-forward cache.
 * `session` returns the page's session, null until known. Returns a function that stops this.
 */
export const onLeftElsewhere = (belongings: Belongings, session: () => Session | null, onLeft: () => void) =>
  onPage({
    storage({ key, newValue }) {
      if (key === null || (key === ownerKey && newValue === null)) onLeft()
    },
    pageshow({ persisted }) {
      const own = session()
      if (persisted && own && !belongings.isOf(own)) onLeft()
    },
  })
