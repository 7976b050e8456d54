import type { Bounds } from '../bounds.ts'
import type { Clock } from '../os/clock.ts'
import { type RecordChange, type Records, untilNoConflict } from '../records/records.ts'
import {
  type Account,
  type AccountSession,
  jobsOf,
  type OneTimeLink,
  type People,
  roleIn,
} from './accounts.ts'
import type { EndedSessions } from './ended-sessions.ts'
import type { Session } from './tokens.ts'

interface Dependencies {
  records: Records<People>
  ended: EndedSessions
  clock: Clock
  bounds: Bounds['session']
}

/**
 * Accounts and one-time links with their indexes, all in memory, since every handshake reads them. A change is visible
 * at once and durable when it resolves; when it rejects, it is undone. Acknowledge only what has resolved.
 */
export class AccountStore {
  readonly #records: Records<People>
  readonly #ended: EndedSessions
  readonly #clock: Clock
  readonly #bounds: Bounds['session']
  readonly #idByEmail = new Map<string, string>()
  readonly #idByBuyer = new Map<string, string>()
  readonly #idByInvite = new Map<string, string>()
  /** The accounts that work in each shop. */
  readonly #idsByShop = new Map<number, Set<string>>()
  readonly #jobListeners = new Set<(accountId: string) => void>()
  /** When each session was last used. Saved whenever its account is saved. */
  readonly #seen = new Map<string, number>()

  constructor({ records, ended, clock, bounds }: Dependencies) {
    this.#records = records
    this.#ended = ended
    this.#clock = clock
    this.#bounds = bounds
    for (const [, account] of records.entries('account')) this.#index(undefined, account)
    records.onChange('account', (id, before, after) => {
      this.#index(before, after)
      if (!isSameWork(before, after)) for (const listener of this.#jobListeners) listener(id)
    })
  }

  byId(id: string | null): Account | undefined {
    return id === null ? undefined : this.#records.get('account', id)
  }

  byEmail(email: string): Account | undefined {
    return this.byId(this.#idByEmail.get(email) ?? null)
  }

  /** The accounts that work in a shop, in the order in which they began. */
  staffOf(shopId: number): Account[] {
    return [...(this.#idsByShop.get(shopId) ?? [])].flatMap((id) => this.byId(id) ?? [])
  }

  /** Those of them who own it. */
  ownersOf(shopId: number): Account[] {
    return this.staffOf(shopId).filter((account) => roleIn(account, shopId) === 'owner')
  }

  /** Calls `listener` with each account whose jobs change, here or on another node. */
  onJobsChanged(listener: (accountId: string) => void): void {
    this.#jobListeners.add(listener)
  }

  /** Is this the buyer of an account? */
  isBuyer(buyerId: string): boolean {
    return this.#idByBuyer.has(buyerId)
  }

  /** Was an account created with this invitation? */
  isInviteUsed(digest: string): boolean {
    return this.#idByInvite.has(digest)
  }

  *all(): Iterable<Account> {
    for (const [, account] of this.#records.entries('account')) yield account
  }

  /** The number of records of a kind. */
  count(kind: 'account' | 'name' | 'link' | 'ended'): number {
    return this.#records.count(kind)
  }

  /** Links of a kind that may still be used. */
  openLinks(kind: OneTimeLink['kind'], now: number): OneTimeLink[] {
    const open = []
    for (const [, link] of this.#records.entries('link'))
      if (link.kind === kind && !link.used && link.expiresAt > now) open.push(link)
    return open
  }

  get accountsMax(): number {
    return this.#bounds.accountsMax
  }

  isFull(): boolean {
    return this.#records.count('account') >= this.#bounds.accountsMax
  }

  /** Notes that a session is used now. */
  sees(sessionId: string, now: number): void {
    this.#seen.set(sessionId, now)
  }

  /** An account's sessions, with the time of their last use. */
  sessionsOf({ sessions }: Account): AccountSession[] {
    return sessions.map((session) => ({ ...session, seenAt: this.#seen.get(session.id) ?? session.seenAt }))
  }

  link(digest: string): OneTimeLink | undefined {
    return this.#records.get('link', digest)
  }

  isEnded(session: Pick<Session, 'id' | 'buyerId' | 'expiresAt'>): boolean {
    return this.#ended.has(session)
  }

  /** Saves a new account, atomically with other changes. */
  async add(account: Account, others: readonly RecordChange<People>[] = []): Promise<void> {
    await this.#records.write([{ kind: 'account', key: account.id, value: account }, ...others])
  }

  /** Saves changes of accounts and links, all or none. */
  write(changes: readonly RecordChange<People>[]): Promise<void> {
    return this.#records.write(changes)
  }

  /** Changes an account, atomically with other changes. Throws when it does not exist. */
  change(
    id: string,
    to: (account: Account) => Partial<Account>,
    others: readonly RecordChange<People>[] = [],
  ): Promise<Account> {
    const change = () => this.#change(id, to, others)
    // Others were decided by the caller.
    return others.length === 0 ? untilNoConflict(change) : change()
  }

  async #change(
    id: string,
    to: (account: Account) => Partial<Account>,
    others: readonly RecordChange<People>[],
  ): Promise<Account> {
    const account = this.#existing(id)
    const kept = this.#changed(account, to)
    await this.#records.write([{ kind: 'account', key: id, value: kept }, ...others])
    const living = new Set(kept.sessions.map((session) => session.id))
    for (const session of account.sessions) if (!living.has(session.id)) this.#seen.delete(session.id)
    return kept
  }

  /** The changes that remove an account and the links made for it. */
  removalOf({ id, email }: Account): RecordChange<People>[] {
    const links = [...this.#records.entries('link')].filter(
      ([, link]) => link.accountId === id || (email !== null && link.email === email),
    )
    return [
      { kind: 'account', key: id, value: undefined },
      ...links.map(([key]) => ({ kind: 'link', key, value: undefined }) as const),
    ]
  }

  /** The changes that end a guest's session, although its token is still valid. */
  guestEnding(session: Pick<Session, 'id' | 'buyerId'>): RecordChange<People>[] {
    const isEnded = this.#records.get('ended', session.id) ?? this.#records.get('endedBuyer', session.id)
    return isEnded ? [] : this.#ended.changesFor(session, this.#clock.now())
  }

  /** The change of an account, for a write together with others. Throws when it does not exist. */
  changeFor(id: string, to: (account: Account) => Partial<Account>): RecordChange<People> {
    return { kind: 'account', key: id, value: this.#changed(this.#existing(id), to) }
  }

  #existing(id: string): Account {
    const account = this.byId(id)
    if (!account) throw new Error(`account ${id} is not there`)
    return account
  }

  #changed(account: Account, to: (account: Account) => Partial<Account>): Account {
    const changed = { ...account, ...to(account) }
    return { ...changed, sessions: this.sessionsOf(changed).slice(-this.#bounds.sessionsPerAccountMax) }
  }

  /** Saves a link. Removes expired links and, when there are still too many, the oldest. */
  async addLink(link: OneTimeLink): Promise<void> {
    await untilNoConflict(async () => {
      const isNew = this.link(link.digest) === undefined
      await this.#records.write([...(isNew ? this.#roomForLink() : []), this.linkChange(link)])
    })
  }

  /** Would another link push out one that may still be used? */
  isFullOfLinks(now: number): boolean {
    if (this.#records.count('link') < this.#bounds.linksMax) return false
    const living = [...this.#records.entries('link')].filter(([, { expiresAt }]) => expiresAt > now)
    return living.length >= this.#bounds.linksMax
  }

  /** The change that saves a link, for a write together with others. */
  linkChange(link: OneTimeLink): RecordChange<People> {
    return { kind: 'link', key: link.digest, value: link }
  }

  /** Ends a guest's session, although its token is still valid. */
  async endGuest(session: Pick<Session, 'id' | 'buyerId'>): Promise<void> {
    await untilNoConflict(() => this.#records.write(this.guestEnding(session)))
  }

  close(): Promise<void> {
    return this.#records.close()
  }

  /** Scans all links: there are few, and only the operator creates them. */
  #roomForLink(): RecordChange<People>[] {
    const now = this.#clock.now()
    const links = [...this.#records.entries('link')].map(([, link]) => link)
    const living = links.filter(({ expiresAt }) => expiresAt > now)
    const dropped = links.filter(({ expiresAt }) => expiresAt <= now)
    if (living.length >= this.#bounds.linksMax) dropped.push(living[0]!)
    return dropped.map(({ digest }) => ({ kind: 'link', key: digest, value: undefined }))
  }

  #index(before: Account | undefined, after: Account | undefined): void {
    for (const [map, key] of this.#keysOf(before)) if (map.get(key) === before?.id) map.delete(key)
    for (const [map, key] of this.#keysOf(after)) map.set(key, after!.id)
    if (isSameWork(before, after)) return
    for (const { shopId } of before ? jobsOf(before) : []) this.#idsByShop.get(shopId)?.delete(before!.id)
    for (const { shopId } of after ? jobsOf(after) : []) {
      const ids = this.#idsByShop.get(shopId) ?? new Set()
      this.#idsByShop.set(shopId, ids.add(after!.id))
    }
  }

  #keysOf(account: Account | undefined): (readonly [Map<unknown, string>, unknown])[] {
    if (!account) return []
    const { email, buyerId, invite } = account
    const keys = [
      [this.#idByEmail, email],
      [this.#idByBuyer, buyerId],
      [this.#idByInvite, invite],
    ] as const
    return keys.filter(([, key]) => key !== null) as (readonly [Map<unknown, string>, unknown])[]
  }
}

function isSameWork(before: Account | undefined, after: Account | undefined): boolean {
  return before?.shopId === after?.shopId && JSON.stringify(before?.staff) === JSON.stringify(after?.staff)
}
