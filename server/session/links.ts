import { hash } from 'node:crypto'
import type { Clock, Random } from '../os/clock.ts'
import type { RecordChange } from '../records/records.ts'
import type { AccountBook } from './account-book.ts'
import type { OneTimeLink, People } from './accounts.ts'

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
    const { book, clock } = this.#parts
    const link = book.link(digestOf(secret))
    if (link?.kind !== kind || link.used || link.expiresAt <= clock.now()) return null
    // In folders of the first release, an invitation's record may be older than the account that it made.
    return book.isInviteUsed(link.digest) ? null : link
  }

  /** The change that uses a link up, to be made in one step with what it is used for. */
  useOf(link: OneTimeLink): RecordChange<People> {
    return this.#parts.book.linkChange({ ...link, used: true })
  }
}

const digestOf = (secret: string): string => hash('sha256', `link ${secret}`)
