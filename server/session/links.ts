import { hash } from 'node:crypto'
import type { Clock, Random } from '../clock.ts'
import type { AccountBook } from './account-book.ts'
import type { OneTimeLink } from './accounts.ts'

/** A link as the operator hands it on; the secret is told this once. */
export interface MadeLink {
  secret: string
  expiresAt: number
}

/** One-time links: invitations and resets. What is kept is the secret's digest, so that a copy of the folder opens nothing. */
export class Links {
  readonly #parts: { book: AccountBook; clock: Clock; random: Random; bounds: { linkExpiryMs: number } }

  constructor(parts: { book: AccountBook; clock: Clock; random: Random; bounds: { linkExpiryMs: number } }) {
    this.#parts = parts
  }

  /** Durable once it resolves. */
  async make(link: Pick<OneTimeLink, 'kind' | 'accountId' | 'email' | 'shopName'>): Promise<MadeLink> {
    const { book, clock, random, bounds } = this.#parts
    const secret = `${random.uuid()}${random.uuid()}`.replaceAll('-', '')
    const expiresAt = clock.now() + bounds.linkExpiryMs
    await book.addLink({ ...link, digest: digestOf(secret), expiresAt, used: false })
    return { secret, expiresAt }
  }

  /** The link of a secret, while it can be used; null for one that never was, is used, or is too old. */
  find(kind: OneTimeLink['kind'], secret: string): OneTimeLink | null {
    const link = this.#parts.book.link(digestOf(secret))
    const usable = link?.kind === kind && !link.used && link.expiresAt > this.#parts.clock.now()
    return usable ? link : null
  }

  /** It can be used no more; seen at once, durable once it resolves. */
  async use(link: OneTimeLink): Promise<void> {
    await this.#parts.book.addLink({ ...link, used: true })
  }
}

const digestOf = (secret: string): string => hash('sha256', `link ${secret}`)
