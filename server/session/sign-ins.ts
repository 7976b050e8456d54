import type { InviteAccept, NewShop, SignUp } from '../../shared/protocol/account-messages.ts'
import { type Refusal, refuse } from '../../shared/refusals.ts'
import type { Clock, Random } from '../clock.ts'
import type { AccountBook } from './account-book.ts'
import type { Account, OneTimeLink } from './accounts.ts'
import type { Errands } from './errands.ts'
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
  errands: Errands
  passwords: HashingQueue
  clock: Clock
  random: Random
  /** May anyone open a shop? */
  opensShops: boolean
  bounds: { expiryMs: number; mergingMax: number }
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
    return this.#create({ email, password, name, shop: shop ?? null, invite: null }, from)
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
    if (!account || !isRight) return wrong()
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
    if (!account?.passwordHash) return refuse('forbidden')
    if (!(await passwords.verify(from.source, account.passwordHash, password, begin))) return wrong()
    return this.#setPassword(account, await passwords.hash(from.source, newPassword), from)
  }

  /** An invitation makes one account, with its shop. */
  async acceptInvite(wish: InviteAccept, from: From): Promise<Opened | Refusal> {
    const { links } = this.#parts
    const link = links.find('invite', wish.secret)
    if (!link || this.#isUsed(link)) return wrongLink()
    const opened = await this.#create({ ...wish, invite: link.digest }, from)
    if (!('code' in opened)) await links.use(link)
    return opened
  }

  /** A reset sets one password; whoever knew the old one is out. */
  async acceptReset(
    { secret, password }: { secret: string; password: string },
    from: From,
  ): Promise<Opened | Refusal> {
    const { links, book, passwords } = this.#parts
    const link = links.find('reset', secret)
    const account = book.byId(link?.accountId ?? null)
    if (!link || !account) return wrongLink()
    const passwordHash = await passwords.hash(from.source, password)
    if (links.find('reset', secret) === null) return wrongLink()
    // Used before the password is set: a link that opens twice is worse than one that opens never.
    await links.use(link)
    return this.#setPassword(account, passwordHash, from)
  }

  /** The link's own record may be older than the account that it made. */
  #isUsed({ digest }: OneTimeLink): boolean {
    return this.#parts.book.isInviteUsed(digest)
  }

  async #setPassword(account: Account, passwordHash: string, from: From): Promise<Opened | Refusal> {
    const { sessions } = this.#parts
    const ending = account.sessions.map(({ id }) => id)
    const opened = await this.#enter(account.id, from, ({ generation }) => ({
      passwordHash,
      generation: generation + 1,
      sessions: [],
    }))
    for (const id of ending) sessions.ended(id)
    return opened
  }

  async #create(
    wish: {
      email: string
      password: string
      name?: string | undefined
      shop: NewShop | null
      invite: string | null
    },
    from: From,
  ): Promise<Opened | Refusal> {
    const { book, passwords, names, random, clock } = this.#parts
    if (book.isFull()) return refuse('market_full')
    const passwordHash = await passwords.hash(from.source, wish.password)
    // Looked at after the wait: another may have taken the address, or the link, meanwhile.
    const { email, shop, invite } = wish
    if (book.byEmail(email))
      return refuse('conflict', {}, 'There is an account with this address already: sign in instead.')
    const link = invite === null ? undefined : book.link(invite)
    if (link && (link.used || this.#isUsed(link))) return wrongLink()
    const account: Account = {
      id: `a-${random.uuid()}`,
      email,
      passwordHash,
      buyerId: `b-${random.uuid()}`,
      shopId: null,
      opening: shop,
      merging: [],
      sessions: [],
      generation: 1,
      invite,
      createdAt: clock.now(),
    }
    await book.add(account, wish.name === undefined ? [] : [names.changeFor(account.buyerId, wish.name)])
    return this.#enter(account.id, from)
  }

  /** A session with a new id for an account; a guest's things come along, and the session before it ends. */
  async #enter(
    accountId: string,
    { session, agent }: From,
    changes: (account: Account) => Partial<Account> = () => ({}),
  ): Promise<Opened | Refusal> {
    const { book, sessions, errands, clock, bounds } = this.#parts
    // The operator's programs share one session, which is nobody's to take along.
    const before = session?.isOperatorProgram ? null : session
    const account = book.byId(accountId)
    if (!account) return wrong()
    if (account.merging.length >= bounds.mergingMax) return refuse('unavailable', { retryAfterMs: 5_000 })
    const now = clock.now()
    const changed = { ...account, ...changes(account) }
    const opened = sessions.issueFor(changed)
    const { id, expiresAt } = opened.session
    const entered = { id, createdAt: now, seenAt: now, expiresAt, agent }
    const kept = await book.change(accountId, () => ({
      ...changed,
      sessions: [...livingBeside(changed.sessions, before, now), entered],
      merging: [...changed.merging, ...mergingOf(before)],
    }))
    if (before && before.account !== null && before.account !== accountId) await this.signOut(before)
    if (before) sessions.ended(before.id)
    // Beyond so many the oldest are dropped: whoever sits there is nobody any more.
    const living = new Set(kept.sessions.map((session) => session.id))
    for (const { id } of changed.sessions) if (!living.has(id)) sessions.ended(id)
    await errands.run(accountId)
    return opened
  }
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
