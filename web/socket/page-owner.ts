import type { Handshake } from '../../shared/protocol/events.ts'
import type { SessionOpened } from '../../shared/protocol/server-messages.ts'
import type { Session } from '../../shared/protocol/shapes.ts'

/**
 * Whose page this is. All tabs of a browser share one cookie, so that another person may be signed in when this page
 * connects again: it names the buyer that it was opened as, and the server refuses anyone else.
 *
 * A browser that keeps no cookies would be another guest at each connection. The server then sends a handle, which is
 * kept here, in memory: the session lasts as long as the page.
 */
export class PageOwner {
  readonly #isPersonal: boolean
  #buyerId: string | null = null
  #handle: string | null = null
  #wasOpened = false

  /** False for programs and boards, which are nobody's page: nothing is said of them, and anyone may come. */
  constructor(isPersonal: boolean) {
    this.#isPersonal = isPersonal
  }

  /** The buyer that the page was opened as; null before that is known. */
  get buyerId(): string | null {
    return this.#buyerId
  }

  /** What the handshake says of it. */
  handshake(): Pick<Handshake, 'buyerId' | 'handle'> {
    return {
      ...(this.#buyerId === null ? {} : { buyerId: this.#buyerId }),
      ...(this.#handle === null ? {} : { handle: this.#handle }),
    }
  }

  /** A session was opened or renewed for the cookie. */
  joined(session: Session): void {
    if (this.#isPersonal) this.#buyerId ??= buyerOf(session)
  }

  /** A connection was opened; false when it is another person's. */
  opened({ session, handle }: SessionOpened): boolean {
    if (!this.#isPersonal) return true
    if (this.#wasOpened && this.#buyerId !== buyerOf(session)) return false
    this.#wasOpened = true
    this.#buyerId = buyerOf(session)
    this.#handle = handle ?? null
    return true
  }

  /** The server says that the cookie is another person's; true when nothing was shown to anyone yet. */
  mayBeginAnew(): boolean {
    if (this.#wasOpened) return false
    this.reset()
    return true
  }

  /** This page's person signed in or out. */
  reset(): void {
    this.#buyerId = null
    this.#handle = null
    this.#wasOpened = false
  }
}

export const buyerOf = ({ buyerId, id }: Session): string => buyerId ?? id
