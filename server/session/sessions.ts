import { createHash } from 'node:crypto'
import type { StaffRole } from '../../shared/catalog/staff.ts'
import type { Role, Session as ShownSession } from '../../shared/protocol/shapes.ts'
import type { Actor } from '../market/command.ts'
import { houseShopId } from '../market/shops.ts'
import type { Clock, Random } from '../os/clock.ts'
import { untilNoConflict } from '../records/records.ts'
import type { AccountStore } from './account-store.ts'
import { type Account, type AccountSession, type Job, jobsOf, roleIn } from './accounts.ts'
import type { PickupNames } from './pickup-names.ts'
import { isSame, type Session, type Tokens } from './tokens.ts'

interface Dependencies {
  tokens: Tokens
  pickupNames: PickupNames
  accounts: AccountStore
  operatorToken: string
  clock: Clock
  random: Random
  bounds: { expiryMs: number; renewBeforeMs: number; handleExpiryMs: number }
}

/** A session and the token that proves it. */
export interface Opened {
  session: Session
  token: string
}

export const operatorAccountId = 'operator'

/** No shop has this id: it is used when somebody asks for a shop in which they do not work. */
const noShopId = 0

/**
 * A persistent session per client. Guests' sessions are not stored: the token is enough. An account's session is valid
 * as long as the account's record lists it. Roles are looked up here, never read from the token.
 */
export class Sessions {
  readonly #dependencies: Dependencies
  readonly #listeners = new Set<(sessionId: string) => void>()

  private constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** Creates the operator's account when it is missing. A changed token ends the sessions opened with the old one. */
  static async open(dependencies: Dependencies): Promise<Sessions> {
    const generation = createHash('sha256').update(dependencies.operatorToken).digest().readUIntBE(0, 6)
    const { accounts, clock } = dependencies
    await untilNoConflict(async () => {
      const operator = accounts.byId(operatorAccountId)
      if (!operator) await accounts.add(operatorAccount(generation, clock.now()))
      else if (operator.generation !== generation)
        await accounts.change(operatorAccountId, () => ({ generation, sessions: [] }))
    })
    return new Sessions(dependencies)
  }

  /** A new guest. */
  open(): Opened {
    const { random } = this.#dependencies
    const [id, buyerId] = [`s-${random.uuid()}`, `b-${random.uuid()}`]
    return this.#issue({ id, buyerId, account: null, generation: 0 })
  }

  /** A new session of an account; valid once the account's record lists it. */
  issueFor({ id, buyerId, generation }: Pick<Account, 'id' | 'buyerId' | 'generation'>): Opened {
    return this.#issue({ id: `s-${this.#dependencies.random.uuid()}`, buyerId, account: id, generation })
  }

  /** The session of a token, which may be the operator's; null when the token is invalid. */
  check(token: string): Session | null {
    if (this.isOperatorToken(token)) return operatorProgram
    const { tokens, clock, accounts } = this.#dependencies
    const session = tokens.check(token, clock.now())
    if (!session || !this.isLive(session)) return null
    if (session.account !== null) accounts.sees(session.id, clock.now())
    return session
  }

  /**
   * Lets a page whose browser keeps no cookies reconnect as the same guest while it is open. Scripts can read it, so it
   * is worth less than a token: it works for guests only, in a page's handshake only, and for a week. Null for an
   * account.
   */
  handleOf(session: Session): string | null {
    const { tokens, clock, bounds } = this.#dependencies
    if (session.account !== null) return null
    return tokens.sign({ ...session, expiresAt: clock.now() + bounds.handleExpiryMs }, 'page')
  }

  /** The guest's session of a {@link handleOf}; null when it is invalid or has ended. */
  ofHandle(handle: string): Session | null {
    const session = this.#dependencies.tokens.check(handle, this.#dependencies.clock.now(), 'page')
    return session && this.isLive(session) ? session : null
  }

  /** The session of the first valid token; null when there is none. */
  firstOf(tokens: readonly string[]): Session | null {
    for (const token of tokens) {
      const session = this.check(token)
      if (session) return session
    }
    return null
  }

  isOperatorToken(token: string): boolean {
    return isSame(token, this.#dependencies.operatorToken)
  }

  /** Proves to {@link isDeviceOf} that the session's account signed in on this device; null for a guest. */
  deviceOf(session: Session): string | null {
    const account = this.accountOf(session)
    return account ? this.#dependencies.tokens.signDevice(this.#dependencies.random.uuid(), account) : null
  }

  /** Was a device's proof issued for the account with this email, since its last password change? */
  isDeviceOf(email: string, device: string): boolean {
    const account = this.#dependencies.accounts.byEmail(email)
    return account !== undefined && this.#dependencies.tokens.isDeviceOf(device, account)
  }

  /** A token with a later expiry for a session that expires soon; null for any other. */
  async renew(session: Session): Promise<Opened | null> {
    const { clock, bounds, accounts } = this.#dependencies
    if (session.expiresAt - clock.now() >= bounds.renewBeforeMs) return null
    const opened = this.#issue(session)
    const { expiresAt } = opened.session
    if (session.account !== null)
      await accounts.change(session.account, ({ sessions }) => ({
        sessions: sessions.map((one) => (one.id === session.id ? { ...one, expiresAt } : one)),
      }))
    return opened
  }

  /** All sessions of a session's account, newest last. */
  listOf(session: Session): AccountSession[] {
    const account = this.accountOf(session)
    return account ? this.#dependencies.accounts.sessionsOf(account) : []
  }

  /** The account of a session; undefined for a guest. */
  accountOf({ account }: Session): Account | undefined {
    return this.#dependencies.accounts.byId(account)
  }

  roleOf(session: Session): Role {
    const account = this.accountOf(session)
    if (!account) return 'guest'
    if (account.id === operatorAccountId) return 'operator'
    return jobsOf(account).length === 0 ? 'buyer' : 'seller'
  }

  /** Who acts when this session buys. */
  buyer(session: Session): Actor {
    const { buyerId, account, isOperatorProgram } = session
    return { kind: 'buyer', id: buyerId, hasAccount: account !== null, isProgram: isOperatorProgram }
  }

  /** Who acts when this session does something in a shop; null for somebody who works in none. */
  sellerIn(session: Session, shopId: number): Actor | null {
    const role = this.roleOf(session)
    if (role === 'operator') return { kind: 'operator', id: 'operator' }
    if (role !== 'seller') return null
    return {
      kind: 'seller',
      id: session.account!,
      shopId: this.shopRoleOf(session, shopId) ? shopId : noShopId,
    }
  }

  /** As what somebody works in a shop; null for somebody who does not. The operator is an owner everywhere. */
  shopRoleOf(session: Session, shopId: number): StaffRole | null {
    if (this.roleOf(session) === 'operator') return 'owner'
    const account = this.accountOf(session)
    return account ? roleIn(account, shopId) : null
  }

  /** Where somebody works; the operator's own is the house shop. */
  jobsOf(session: Session): readonly Job[] {
    const account = this.accountOf(session)
    return account ? jobsOf(account) : []
  }

  /** The shop that requests without a shop id mean; null for somebody who works in none. */
  ownShopOf(session: Session): number | null {
    return this.jobsOf(session)[0]?.shopId ?? null
  }

  show(session: Session): ShownSession {
    const role = this.roleOf(session)
    const named = this.#dependencies.pickupNames.get(session.buyerId)
    const otherwise = role === 'operator' ? 'Operator' : this.#dependencies.pickupNames.of(session.buyerId)
    const shown = { id: session.id, name: named ?? otherwise, role, buyerId: session.buyerId }
    return role === 'seller' ? { ...shown, shops: [...this.jobsOf(session)] } : shown
  }

  /** Durable once it resolves, where the name is of somebody who has an account or an order. */
  async rename(session: Session, name: string): Promise<ShownSession> {
    await this.#dependencies.pickupNames.set(session.buyerId, name)
    return this.show(session)
  }

  /** Has the session not ended? A guest's has a record only once it has; an account's is listed until it does. */
  isLive(session: Session): boolean {
    if (session.isOperatorProgram) return true
    const { accounts, clock } = this.#dependencies
    if (session.account === null) return !accounts.isEnded(session)
    const account = accounts.byId(session.account)
    if (account?.generation !== session.generation) return false
    return account.sessions.some(({ id, expiresAt }) => id === session.id && expiresAt > clock.now())
  }

  /** Calls `listener` with each session that ends before it expires. */
  onEnded(listener: (sessionId: string) => void): void {
    this.#listeners.add(listener)
  }

  /** Announces that a session has ended: its token is invalid, and its connections have to be closed. */
  ended(sessionId: string): void {
    for (const listener of this.#listeners) listener(sessionId)
  }

  #issue(fields: Omit<Session, 'expiresAt' | 'isOperatorProgram'>): Opened {
    const { tokens, clock, bounds } = this.#dependencies
    const expiresAt = clock.now() + bounds.expiryMs
    const { id, buyerId, account, generation } = fields
    const session: Session = { id, buyerId, account, generation, expiresAt, isOperatorProgram: false }
    return { session, token: tokens.sign(session) }
  }
}

/** The session of programs that send the operator's own token. */
const operatorProgram: Session = {
  id: 's-operator',
  buyerId: 'b-operator',
  account: operatorAccountId,
  generation: 0,
  expiresAt: Number.MAX_SAFE_INTEGER,
  isOperatorProgram: true,
}

const operatorAccount = (generation: number, now: number): Account => ({
  id: operatorAccountId,
  email: null,
  passwordHash: null,
  buyerId: 'b-operator',
  shopId: houseShopId,
  opening: null,
  merging: [],
  sessions: [],
  generation,
  invite: null,
  createdAt: now,
})
