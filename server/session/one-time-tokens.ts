import { hash } from 'node:crypto'
import type { Clock, Random } from '../os/clock.ts'
import type { RecordChange } from '../records/records.ts'
import type { AccountStore } from './account-store.ts'
import type { OneTimeLink, People } from './accounts.ts'

interface Dependencies {
  accounts: AccountStore
  clock: Clock
  random: Random
  bounds: { linkExpiryMs: number }
}

/** One-time links: invitations and resets. Only digests are stored, so a copy of the data folder opens nothing. */
export class OneTimeTokens {
  readonly #dependencies: Dependencies

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** A new link, durable once it resolves. The secret is not stored, and cannot be shown again. */
  async make(link: Pick<OneTimeLink, 'kind' | 'accountId' | 'email' | 'shopName' | 'job'>) {
    const { accounts, clock, random, bounds } = this.#dependencies
    const secret = `${random.uuid()}${random.uuid()}`.replaceAll('-', '')
    const expiresAt = clock.now() + bounds.linkExpiryMs
    await accounts.addLink({ ...link, digest: digestOf(secret), expiresAt, used: false })
    return { secret, expiresAt }
  }

  /** The link of a secret; null for one that is unknown, used or expired. */
  find(kind: OneTimeLink['kind'], secret: string): OneTimeLink | null {
    const { accounts, clock } = this.#dependencies
    const link = accounts.link(digestOf(secret))
    if (link?.kind !== kind || link.used || link.expiresAt <= clock.now()) return null
    // In folders of the first release, an invitation's record may be older than the account that it made.
    return accounts.isInviteUsed(link.digest) ? null : link
  }

  /** The change that marks a link as used, for the same write as what it is used for. */
  useOf(link: OneTimeLink): RecordChange<People> {
    return this.#dependencies.accounts.linkChange({ ...link, used: true })
  }
}

const digestOf = (secret: string): string => hash('sha256', `link ${secret}`)
