import type { InviteAccept, NewShop, SignUp } from '../../shared/protocol/account-messages.ts'
import { marketFull, type Refusal, refuse } from '../../shared/refusals.ts'
import type { Clock, Random } from '../os/clock.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { RecordChange } from '../records/records.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { AccountEffects } from './account-effects.ts'
import { livingBeside, mergingOf, withoutSessions } from './account-sessions.ts'
import type { AccountStore } from './account-store.ts'
import type { Account, Job, OneTimeLink, People } from './accounts.ts'
import type { BeginAttempt, HashingQueue } from './hashing-queue.ts'
import type { OneTimeTokens } from './one-time-tokens.ts'
import { nobodysHash } from './passwords.ts'
import type { PickupNames } from './pickup-names.ts'
import { type Opened, operatorAccountId, type Sessions } from './sessions.ts'
import type { Staff } from './staff.ts'
import type { Session } from './tokens.ts'

interface Dependencies {
  accounts: AccountStore
  sessions: Sessions
  pickupNames: PickupNames
  oneTimeTokens: OneTimeTokens
  market: DurableMarket
  effects: AccountEffects
  outbox: Outbox
  passwords: HashingQueue
  staff: Staff
  clock: Clock
  random: Random
  /** Can anyone open a shop, without an invitation? */
  opensShops: boolean
  bounds: { expiryMs: number; mergingMax: number; shopsMax: number }
}

/** Where a sign-in comes from: the client's present session, and its browser. */
export interface From {
  session: Session | null
  agent: string
  /** The address, by which the hashing queue takes turns. */
  source: string
}

const wrong = (): Refusal => refuse('unauthenticated', undefined, 'Email or password is wrong.')
const wrongLink = (): Refusal =>
  refuse('not_found', {}, 'This link was used already, or is too old. Ask for a new one.')

const later = (): Refusal => refuse('unavailable', { retryAfterMs: 5_000 })

/** Sign-up, sign-in, sign-out, passwords, invitations and resets. Each resolves once its result is durable. */
export class Authentication {
  readonly #dependencies: Dependencies

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** Creates an account, which takes over the guest's orders and name. */
  async signUp({ email, password, name, shop }: SignUp, from: From): Promise<Opened | Refusal> {
    if (shop && !this.#dependencies.opensShops)
      return refuse('forbidden', undefined, 'Shops are opened by invitation here.')
    return this.#create({ email, password, name, shop }, from)
  }

  /** Answers the same, after the same time, for an unknown email and a wrong password. */
  async signIn(
    { email, password }: { email: string; password: string },
    from: From,
    begin: BeginAttempt,
  ): Promise<Opened | Refusal> {
    const { accounts, passwords } = this.#dependencies
    const account = accounts.byEmail(email)
    const kept = account?.passwordHash ?? nobodysHash
    const isRight = await passwords.verify(from.source, kept, password, begin)
    if (!account || !isRight || !this.#isStill(account.id, kept)) return wrong()
    return this.#enter(account.id, from)
  }

  /** Opens an operator's session for a browser that sent the operator's token. */
  async signInOperator(from: From): Promise<Opened | Refusal> {
    return this.#enter(operatorAccountId, from)
  }

  /** Ends a session. Once this resolves its token is invalid, also after a restart. */
  async signOut(session: Session): Promise<void> {
    const { accounts, sessions } = this.#dependencies
    if (session.isOperatorProgram) return
    const { id, account } = session
    const leave = withoutSessions((each) => each.id === id)
    if (account === null) await accounts.endGuest(session)
    else await accounts.change(account, leave)
    sessions.ended(id)
  }

  /** Ends one session of an account, or all except the given one. False when there is no such session. */
  async end(session: Session, otherId: string | null): Promise<boolean> {
    const { accounts, sessions } = this.#dependencies
    const account = sessions.accountOf(session)
    if (!account) return false
    const ending = account.sessions.filter(({ id }) =>
      otherId === null ? id !== session.id : id === otherId,
    )
    if (otherId !== null && ending.length === 0) return false
    const ids = new Set(ending.map(({ id }) => id))
    const leave = withoutSessions(({ id }) => ids.has(id))
    await accounts.change(account.id, leave)
    for (const id of ids) sessions.ended(id)
    return true
  }

  /** Sets a new password, ends all of the account's sessions, and opens a new one. */
  async changePassword(
    { password, newPassword }: { password: string; newPassword: string },
    from: From & { session: Session },
    begin: BeginAttempt,
  ): Promise<Opened | Refusal> {
    const { sessions, passwords } = this.#dependencies
    const account = sessions.accountOf(from.session)
    const kept = account?.passwordHash
    if (!account || !kept) return refuse('forbidden')
    if (!(await passwords.verify(from.source, kept, password, begin))) return wrong()
    const passwordHash = await passwords.hash(from.source, newPassword)
    if (!this.#isStill(account.id, kept)) return wrong()
    return this.#setPassword(account.id, passwordHash, from)
  }

  /** Creates one account, with a shop of its own or the job that the link offers. */
  async acceptInvite({ secret, shop, ...fields }: InviteAccept, from: From): Promise<Opened | Refusal> {
    const { oneTimeTokens, staff } = this.#dependencies
    const findOffer = (): Offer | null => {
      const link = oneTimeTokens.find('invite', secret)
      return link ? { link } : staff.offerOf(secret)
    }
    const offer = findOffer()
    if (!offer) return wrongLink()
    if (offer.job) return this.#create({ ...fields, findOffer }, from)
    if (!shop) return refuse('invalid', { issues: [{ path: 'shop', message: 'is required' }] })
    return this.#create({ ...fields, shop, findOffer }, from)
  }

  /** Sets a password once, and ends all of the account's sessions. */
  async acceptReset(
    { secret, password }: { secret: string; password: string },
    from: From,
  ): Promise<Opened | Refusal> {
    const { oneTimeTokens, accounts, passwords } = this.#dependencies
    const find = (): { link: OneTimeLink; account: Account } | null => {
      const link = oneTimeTokens.find('reset', secret)
      const account = accounts.byId(link?.accountId ?? null)
      return link && account ? { link, account } : null
    }
    if (!find()) return wrongLink()
    const passwordHash = await passwords.hash(from.source, password)
    // Checked again after the wait: another request may have used the link meanwhile.
    const found = find()
    if (!found) return wrongLink()
    return this.#setPassword(found.account.id, passwordHash, from, [oneTimeTokens.useOf(found.link)])
  }

  /** Does an account still have the password that it had before a wait? */
  #isStill(accountId: string, passwordHash: string): boolean {
    return this.#dependencies.accounts.byId(accountId)?.passwordHash === passwordHash
  }

  async #setPassword(
    accountId: string,
    passwordHash: string,
    from: From,
    others: readonly RecordChange<People>[] = [],
  ): Promise<Opened | Refusal> {
    const { accounts, sessions } = this.#dependencies
    const ending = accounts.byId(accountId)?.sessions ?? []
    const reset = ({ generation }: Account) => ({ passwordHash, generation: generation + 1, sessions: [] })
    const opened = await this.#enter(accountId, from, reset, others)
    if (!('code' in opened)) for (const { id } of ending) sessions.ended(id)
    return opened
  }

  /** Saves the account with its first session, its name and the use of its link atomically. */
  async #create(
    { email, password, name, shop, findOffer }: NewAccount,
    from: From,
  ): Promise<Opened | Refusal> {
    const { accounts, passwords, pickupNames, oneTimeTokens, outbox, effects, random, clock } =
      this.#dependencies
    const refusal = this.#refuseNew(email, shop, findOffer?.()?.job)
    if (refusal) return refusal
    const passwordHash = await passwords.hash(from.source, password)
    // Checked again after the wait: another request may have taken the address, the link or the last place meanwhile.
    const offer = findOffer?.() ?? null
    const late = this.#refuseNew(email, shop, offer?.job)
    if (late) return late
    if (findOffer && !offer) return wrongLink()
    const { link = null, job } = offer ?? {}
    const account: Account = {
      id: `a-${random.uuid()}`,
      email,
      passwordHash,
      buyerId: `b-${random.uuid()}`,
      shopId: null,
      opening: shop ?? null,
      ...(job ? { staff: [job] } : {}),
      merging: [],
      sessions: [],
      generation: 1,
      invite: link?.digest ?? null,
      createdAt: clock.now(),
    }
    const entry = this.#entryInto(account, from)
    await accounts.add(entry.account, [
      ...entry.others,
      ...(name === undefined ? [] : [pickupNames.changeFor(account.buyerId, name)]),
      ...(link ? [oneTimeTokens.useOf(link)] : []),
    ])
    if (entry.before) this.#dependencies.sessions.ended(entry.before.id)
    await outbox.add(effects.of(entry.account))
    return entry.opened
  }

  /** Null when an account with this email, and this shop, can be created. */
  #refuseNew(email: string, shop: NewShop | undefined, job: Job | undefined): Refusal | null {
    const { accounts, outbox, market, staff, bounds } = this.#dependencies
    if (accounts.byEmail(email))
      return refuse('conflict', {}, 'There is an account with this address already: sign in instead.')
    if (accounts.isFull()) return marketFull('accounts', accounts.accountsMax)
    const shops = market.counters.lastShopId + outbox.pendingOf('shop:open')
    if (shop && shops >= bounds.shopsMax) return marketFull('shops', bounds.shopsMax)
    if (outbox.isFull) return later()
    return job ? staff.refuseJob(job) : null
  }

  /** Opens a new session of an account, ends the client's previous one, and takes over a guest's orders and name. */
  async #enter(
    accountId: string,
    from: From,
    changes: (account: Account) => Partial<Account> = () => ({}),
    others: readonly RecordChange<People>[] = [],
  ): Promise<Opened | Refusal> {
    const { accounts, sessions, outbox, effects, bounds } = this.#dependencies
    const account = accounts.byId(accountId)
    if (!account) return wrong()
    if (account.merging.length >= bounds.mergingMax || outbox.isFull) return later()
    const entry = this.#entryInto({ ...account, ...changes(account) }, from)
    const kept = await accounts.change(accountId, () => entry.account, [...others, ...entry.others])
    if (entry.before) this.#dependencies.sessions.ended(entry.before.id)
    // The account store drops the oldest sessions beyond the bound: close their connections.
    const living = new Set(kept.sessions.map((session) => session.id))
    for (const { id } of entry.account.sessions) if (!living.has(id)) sessions.ended(id)
    await outbox.add(effects.of(kept))
    return entry.opened
  }

  /** Computes how an account and the previous session change when a new session begins. Changes nothing itself. */
  #entryInto(account: Account, { session, agent }: From): Entry {
    const { accounts, sessions, clock } = this.#dependencies
    const now = clock.now()
    // Operator programs share one session, which never ends. Any other may have ended meanwhile.
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
      others: leaves ? [accounts.changeFor(before.account!, ends)] : [],
    }
  }
}

interface Offer {
  link: OneTimeLink
  job?: Job
}

interface NewAccount {
  email: string
  password: string
  name?: string | undefined
  shop?: NewShop | undefined
  /** The invitation, null when it can no longer be used; absent where none is needed. */
  findOffer?: () => Offer | null
}

interface Entry {
  opened: Opened
  /** The previous session, which ends. */
  before: Session | null
  account: Account
  /** Changes of other records, for the same write. */
  others: RecordChange<People>[]
}
