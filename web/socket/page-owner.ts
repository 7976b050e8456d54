import type { Handshake } from '../../shared/protocol/events.ts'
import type { SessionOpened } from '../../shared/protocol/server-messages.ts'
import type { Session } from '../../shared/protocol/shapes.ts'

/**
 * The buyer that this page belongs to. All tabs of a browser share one cookie, so another person may be signed in when
 * this page reconnects. The handshake names the buyer that the page was opened for, and the server refuses anyone else.
 * A browser without cookies would be another guest at each connection, so the server sends it a handle, which is kept
 * in memory: the session lasts as long as the page.
 */
export class PageOwner {
  readonly #isPersonal: boolean
  #buyerId: string | null = null
  #handle: string | null = null
  #wasOpened = false
  /** Where a seller works, whose market this page has; null for everybody else. */
  #shops: number[] | null = null

  /** False for programs and boards, which belong to no person and accept any session. */
  constructor(isPersonal: boolean) {
    this.#isPersonal = isPersonal
  }

  /** The buyer that the page was opened for; null until known. */
  get buyerId(): string | null {
    return this.#buyerId
  }

  /** The owner's part of the handshake. */
  handshake(): Pick<Handshake, 'buyerId' | 'handle' | 'shops'> {
    return {
      ...(this.#buyerId === null ? {} : { buyerId: this.#buyerId }),
      ...(this.#handle === null ? {} : { handle: this.#handle }),
      ...(this.#shops === null ? {} : { shops: this.#shops }),
    }
  }

  /** Called when a session was opened or renewed for the cookie. */
  joined(session: Session): void {
    if (this.#isPersonal) this.#buyerId ??= buyerOf(session)
  }

  /** Called when a connection was opened; false if it is another person's. */
  opened({ session, handle }: SessionOpened): boolean {
    this.#shops = session.shops?.map(({ shopId }) => shopId) ?? null
    if (!this.#isPersonal) return true
    if (this.#wasOpened && this.#buyerId !== buyerOf(session)) return false
    this.#wasOpened = true
    this.#buyerId = buyerOf(session)
    this.#handle = handle ?? null
    return true
  }

  /** Called when the cookie belongs to another person; true if this page has shown nothing yet. */
  mayBeginAnew(): boolean {
    if (this.#wasOpened) return false
    this.reset()
    return true
  }

  /** Called when the page's person signed in or out. */
  reset(): void {
    this.#buyerId = null
    this.#handle = null
    this.#wasOpened = false
  }
}

export const buyerOf = ({ buyerId, id }: Session): string => buyerId ?? id
