import type { InviteAccept, NewShop, SignUp } from '../../shared/protocol/account-messages.ts'
import { marketFull, type Refusal, refuse } from '../../shared/refusals.ts'
import type { Clock, Random } from '../os/clock.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { RecordChange } from '../records/records.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { AccountBook } from './account-book.ts'
import type { AccountEffects } from './account-effects.ts'
import type { Account, OneTimeLink, People } from './accounts.ts'
import type { BeginAttempt, HashingQueue } from './hashing-queue.ts'
import type { Links } from './links.ts'
import type { Names } from './names.ts'
import { type Opened, operatorAccountId, type Sessions } from './sessions.ts'
import type { Session } from './tokens.ts'

export interface SignInsParts {
  book: AccountBook
  sessions: Sessions
  names: Names
  links: Links
  market: DurableMarket
  effects: AccountEffects
  outbox: Outbox
  passwords: HashingQueue
  clock: Clock
  random: Random
  /** May anyone open a shop? */
  opensShops: boolean
  bounds: { expiryMs: number; mergingMax: number; shopsMax: number }
}

/** Where a sign-in comes from: the session that the client has, and what browser it is. */
export interface From {
  session: Session | null
  agent: string
  /** Whose turn it is when passwords wait to be hashed. */
  source: string
}

const wrong = (): Refusal => refuse('unauthenticated', undefined, 'Email or password is wrong.')
const wrongLink = (): Refusal =>
  refuse('not_found', {}, 'This link was used already, or is too old. Ask for a new one.')

const later = (): Refusal => refuse('unavailable', { retryAfterMs: 5_000 })

/** What a wrong address is compared with, so that it takes as long as a wrong password. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$pHy7Yy+WpM3VteM6JB0xfA$7hd06DwYs7LbSdm1tf6E1BXNYssOLcH8UzX5YuqVAhU'

/** How one becomes somebody, and ceases to be. Whoever is told of it is told after it is durable. */
export class SignIns {
  readonly #parts: SignInsParts

  constructor(parts: SignInsParts) {
    this.#parts = parts
  }

  /** A new account, which goes on with what the guest had. */
  async signUp({ email, password, name, shop }: SignUp, from: From): Promise<Opened | Refusal> {
    if (shop && !this.#parts.opensShops)
      return refuse('forbidden', undefined, 'Shops are opened by invitation here.')
    return this.#create({ email, password, name, shop }, from)
  }

  /** The same answer, after the same time, whether there is no such account or the password is another. */
  async signIn(
    { email, password }: { email: string; password: string },
    from: From,
    begin: BeginAttempt,
  ): Promise<Opened | Refusal> {
    const { book, passwords } = this.#parts
    const account = book.byEmail(email)
    const kept = account?.passwordHash ?? nobodysHash
    const isRight = await passwords.verify(from.source, kept, password, begin)
    if (!account || !isRight || !this.#isStill(account.id, kept)) return wrong()
    return this.#enter(account.id, from)
  }

  /** The operator's token was right: this browser is the operator's now. */
  async signInOperator(from: From): Promise<Opened | Refusal> {
    return this.#enter(operatorAccountId, from)
  }

  /** Ends a session; its token is dead once this resolves, and after any restart. */
  async signOut(session: Session): Promise<void> {
    const { book, sessions } = this.#parts
    if (session.isOperatorProgram) return
    const { id, account } = session
    if (account === null) await book.endGuest(session)
    else
      await book.change(
        account,
        withoutSessions((each) => each.id === id),
      )
    sessions.ended(id)
  }

  /** Ends one session of an account, or all but the one that asks; false when there is no such session. */
  async end(session: Session, otherId: string | null): Promise<boolean> {
    const { book, sessions } = this.#parts
    const account = sessions.accountOf(session)
    if (!account) return false
    const ending = account.sessions.filter(({ id }) =>
      otherId === null ? id !== session.id : id === otherId,
    )
    if (otherId !== null && ending.length === 0) return false
    const ids = new Set(ending.map(({ id }) => id))
    await book.change(
      account.id,
      withoutSessions(({ id }) => ids.has(id)),
    )
    for (const id of ids) sessions.ended(id)
    return true
  }

  /** Sets a new password; ends all of the account's sessions, and goes on with a new one. */
  async changePassword(
    { password, newPassword }: { password: string; newPassword: string },
    from: From & { session: Session },
    begin: BeginAttempt,
  ): Promise<Opened | Refusal> {
    const { sessions, passwords } = this.#parts
    const account = sessions.accountOf(from.session)
    const kept = account?.passwordHash
    if (!account || !kept) return refuse('forbidden')
    if (!(await passwords.verify(from.source, kept, password, begin))) return wrong()
    const passwordHash = await passwords.hash(from.source, newPassword)
    if (!this.#isStill(account.id, kept)) return wrong()
    return this.#setPassword(account.id, passwordHash, from)
  }

  /** An invitation makes one account, with its shop. */
  async acceptInvite({ secret, ...wish }: InviteAccept, from: From): Promise<Opened | Refusal> {
    const { links } = this.#parts
    const findLink = (): OneTimeLink | null => links.find('invite', secret)
    return findLink() ? this.#create({ ...wish, findLink }, from) : wrongLink()
  }

  /** A reset sets one password; whoever knew the old one is out. */
  async acceptReset(
    { secret, password }: { secret: string; password: string },
    from: From,
  ): Promise<Opened | Refusal> {
    const { links, book, passwords } = this.#parts
    const find = (): { link: OneTimeLink; account: Account } | null => {
      const link = links.find('reset', secret)
      const account = book.byId(link?.accountId ?? null)
      return link && account ? { link, account } : null
    }
    if (!find()) return wrongLink()
    const passwordHash = await passwords.hash(from.source, password)
    // Looked at after the wait: another request may have used the link meanwhile.
    const found = find()
    if (!found) return wrongLink()
    return this.#setPassword(found.account.id, passwordHash, from, [links.useOf(found.link)])
  }

  /** Whether an account has the same password as before a wait. */
  #isStill(accountId: string, passwordHash: string): boolean {
    return this.#parts.book.byId(accountId)?.passwordHash === passwordHash
  }

  async #setPassword(
    accountId: string,
    passwordHash: string,
    from: From,
    others: readonly RecordChange<People>[] = [],
  ): Promise<Opened | Refusal> {
    const { book, sessions } = this.#parts
    const ending = book.byId(accountId)?.sessions ?? []
    const reset = ({ generation }: Account) => ({ passwordHash, generation: generation + 1, sessions: [] })
    const opened = await this.#enter(accountId, from, reset, others)
    if (!('code' in opened)) for (const { id } of ending) sessions.ended(id)
    return opened
  }

  /** All of it is kept in one step: the account with its first session, its name, and the use of its link. */
  async #create(
    { email, password, name, shop, findLink }: NewAccount,
    from: From,
  ): Promise<Opened | Refusal> {
    const { book, passwords, names, links, outbox, effects, random, clock } = this.#parts
    const refusal = this.#refuseNew(email, shop)
    if (refusal) return refusal
    const passwordHash = await passwords.hash(from.source, password)
    // Looked at after the wait: another may have taken the address, the link or the last place meanwhile.
    const late = this.#refuseNew(email, shop)
    if (late) return late
    const link = findLink?.() ?? null
    if (findLink && !link) return wrongLink()
    const account: Account = {
      id: `a-${random.uuid()}`,
      email,
      passwordHash,
      buyerId: `b-${random.uuid()}`,
      shopId: null,
      opening: shop ?? null,
      merging: [],
      sessions: [],
      generation: 1,
      invite: link?.digest ?? null,
      createdAt: clock.now(),
    }
    const entry = this.#entryInto(account, from)
    await book.add(entry.account, [
      ...entry.others,
      ...(name === undefined ? [] : [names.changeFor(account.buyerId, name)]),
      ...(link ? [links.useOf(link)] : []),
    ])
    if (entry.before) this.#parts.sessions.ended(entry.before.id)
    await outbox.add(effects.of(entry.account))
    return entry.opened
  }

  /** Why there cannot be another account with this address, or shop; null when there can. */
  #refuseNew(email: string, shop: NewShop | undefined): Refusal | null {
    const { book, outbox, market, bounds } = this.#parts
    if (book.byEmail(email))
      return refuse('conflict', {}, 'There is an account with this address already: sign in instead.')
    if (book.isFull()) return marketFull('accounts', book.accountsMax)
    const shops = market.counters.lastShopId + outbox.pendingOf('shop:open')
    if (shop && shops >= bounds.shopsMax) return marketFull('shops', bounds.shopsMax)
    return outbox.isFull ? later() : null
  }

  /** A session with a new id for an account; a guest's things come along, and the session before it ends. */
  async #enter(
    accountId: string,
    from: From,
    changes: (account: Account) => Partial<Account> = () => ({}),
    others: readonly RecordChange<People>[] = [],
  ): Promise<Opened | Refusal> {
    const { book, sessions, outbox, effects, bounds } = this.#parts
    const account = book.byId(accountId)
    if (!account) return wrong()
    if (account.merging.length >= bounds.mergingMax || outbox.isFull) return later()
    const entry = this.#entryInto({ ...account, ...changes(account) }, from)
    const kept = await book.change(accountId, () => entry.account, [...others, ...entry.others])
    if (entry.before) this.#parts.sessions.ended(entry.before.id)
    // Beyond so many the oldest are dropped: whoever sits there is nobody any more.
    const living = new Set(kept.sessions.map((session) => session.id))
    for (const { id } of entry.account.sessions) if (!living.has(id)) sessions.ended(id)
    await outbox.add(effects.of(kept))
    return entry.opened
  }

  /** What becomes of an account, and of the session before, when a new session begins. Changes nothing yet. */
  #entryInto(account: Account, { session, agent }: From): Entry {
    const { book, sessions, clock } = this.#parts
    const now = clock.now()
    // The operator's programs share one session, which is nobody's to take along. Others may have ended meanwhile.
    const before = session && !session.isOperatorProgram && sessions.isLive(session) ? session : null
    const opened = sessions.issueFor(account)
    const { id, expiresAt } = opened.session
    const entered = { id, createdAt: now, seenAt: now, expiresAt, agent }
    const leaves = before !== null && before.account !== null && before.account !== account.id
    const ends = withoutSessions((each) => each.id === before?.id)
    return {
      opened,
      before,
      account: {
        ...account,
        sessions: [...livingBeside(account.sessions, before, now), entered],
        merging: [...account.merging, ...mergingOf(before)],
      },
      others: leaves ? [book.changeFor(before.account!, ends)] : [],
    }
  }
}

interface NewAccount {
  email: string
  password: string
  name?: string | undefined
  shop?: NewShop | undefined
  /** The invitation, while it can be used; absent where none is needed. */
  findLink?: () => OneTimeLink | null
}

interface Entry {
  opened: Opened
  /** The session that ends with it. */
  before: Session | null
  account: Account
  /** Changes of other records that belong to it. */
  others: RecordChange<People>[]
}

const mergingOf = (before: Session | null) =>
  before?.account === null
    ? [{ sessionId: before.id, buyerId: before.buyerId, expiresAt: before.expiresAt }]
    : []

const livingBeside = (sessions: Account['sessions'], before: Session | null, now: number) =>
  sessions.filter(({ id, expiresAt }) => id !== before?.id && expiresAt > now)

const withoutSessions =
  (ends: (session: Account['sessions'][number]) => boolean) =>
  (account: Account): Partial<Account> => ({ sessions: account.sessions.filter((each) => !ends(each)) })
