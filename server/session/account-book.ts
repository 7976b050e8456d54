import {
  type Account,
  type AccountRecord,
  type AccountSession,
  type Accounts,
  type EndedSession,
  keyOf,
  type OneTimeLink,
} from './accounts.ts'

export interface AccountBounds {
  accountsMax: number
  /** Beyond these an account's oldest session ends. */
  sessionsPerAccountMax: number
  linksMax: number
  endedMax: number
}

/**
 * All accounts in memory, as they are kept: what is asked at every handshake is answered from here. A change is
 * seen at once and durable once it resolves; whoever is told that it happened is told after that.
 */
export class AccountBook {
  readonly #accounts: Accounts
  readonly #bounds: AccountBounds
  readonly #byId = new Map<string, Account>()
  readonly #idByEmail = new Map<string, string>()
  readonly #idByShop = new Map<number, string>()
  readonly #links = new Map<string, OneTimeLink>()
  readonly #ended = new Map<string, EndedSession>()
  /** When a session was last used; kept with whatever else of its account is kept. */
  readonly #seen = new Map<string, number>()

  private constructor(accounts: Accounts, bounds: AccountBounds) {
    this.#accounts = accounts
    this.#bounds = bounds
  }

  /** Reads all that is kept; what is of no use any more at `now` is dropped. */
  static async open(accounts: Accounts, bounds: AccountBounds, now: number): Promise<AccountBook> {
    const book = new AccountBook(accounts, bounds)
    for (const kept of await accounts.read()) {
      if (kept.kind !== 'account' && kept.record.expiresAt <= now) accounts.drop(kept)
      else book.#take(kept)
    }
    return book
  }

  byId(id: string | null): Account | undefined {
    return id === null ? undefined : this.#byId.get(id)
  }

  byEmail(email: string): Account | undefined {
    return this.byId(this.#idByEmail.get(email) ?? null)
  }

  /** Who runs a shop. */
  ofShop(shopId: number): Account | undefined {
    return this.byId(this.#idByShop.get(shopId) ?? null)
  }

  all(): Iterable<Account> {
    return this.#byId.values()
  }

  isFull(): boolean {
    return this.#byId.size >= this.#bounds.accountsMax
  }

  /** A session is used, just now. */
  sees(sessionId: string, now: number): void {
    this.#seen.set(sessionId, now)
  }

  /** An account's sessions, as they were used last. */
  sessionsOf({ sessions }: Account): AccountSession[] {
    return sessions.map((session) => ({ ...session, seenAt: this.#seen.get(session.id) ?? session.seenAt }))
  }

  link(digest: string): OneTimeLink | undefined {
    return this.#links.get(digest)
  }

  isEnded(sessionId: string): boolean {
    return this.#ended.has(sessionId)
  }

  async add(account: Account): Promise<void> {
    await this.#keep({ kind: 'account', record: account })
  }

  /** Changes an account as it is now. Throws when there is none. */
  async change(id: string, to: (account: Account) => Partial<Account>): Promise<Account> {
    const account = this.#byId.get(id)
    if (!account) throw new Error(`account ${id} is not there`)
    const changed = { ...account, ...to(account) }
    const kept = { ...changed, sessions: this.sessionsOf(changed).slice(-this.#bounds.sessionsPerAccountMax) }
    const living = new Set(kept.sessions.map((session) => session.id))
    for (const session of account.sessions) if (!living.has(session.id)) this.#seen.delete(session.id)
    await this.#keep({ kind: 'account', record: kept })
    return kept
  }

  /** Keeps a link, in place of the oldest when there are too many. */
  async addLink(link: OneTimeLink): Promise<void> {
    this.#dropOldest('link', this.#links, this.#bounds.linksMax)
    await this.#keep({ kind: 'link', record: link })
  }

  /** Ends a guest's session, whatever its token says. */
  async endGuest(ended: EndedSession): Promise<void> {
    this.#dropOldest('ended', this.#ended, this.#bounds.endedMax)
    await this.#keep({ kind: 'ended', record: ended })
  }

  close(): Promise<void> {
    return this.#accounts.close()
  }

  async #keep(record: AccountRecord): Promise<void> {
    this.#take(record)
    await this.#accounts.keep(record)
  }

  #take(kept: AccountRecord): void {
    switch (kept.kind) {
      case 'account': {
        const { record } = kept
        this.#byId.set(record.id, record)
        if (record.email) this.#idByEmail.set(record.email, record.id)
        if (record.shopId !== null) this.#idByShop.set(record.shopId, record.id)
        return
      }
      case 'link':
        this.#links.set(kept.record.digest, kept.record)
        return
      case 'ended':
        this.#ended.set(kept.record.id, kept.record)
    }
  }

  #dropOldest(kind: 'link' | 'ended', records: Map<string, OneTimeLink | EndedSession>, max: number): void {
    const [oldest] = records.size >= max ? records.values() : []
    if (!oldest) return
    const record = { kind, record: oldest } as AccountRecord
    records.delete(keyOf(record))
    this.#accounts.drop(record)
  }
}
