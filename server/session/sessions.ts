import { createHash } from 'node:crypto'
import type { Role, Session as ShownSession } from '../../shared/protocol/shapes.ts'
import type { Actor } from '../market/command.ts'
import { houseShopId } from '../market/shops.ts'
import type { Clock, Random } from '../os/clock.ts'
import type { AccountBook } from './account-book.ts'
import type { Account, AccountSession } from './accounts.ts'
import type { Names } from './names.ts'
import { isSame, type Session, type Tokens } from './tokens.ts'

export interface SessionsParts {
  tokens: Tokens
  names: Names
  book: AccountBook
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

/**
 * A persistent session per client. Guests cost nothing to keep: their token is all there is of them. An account's
 * session lives as long as the account's record names it. Roles are looked up here, never read from the token.
 */
export class Sessions {
  readonly #parts: SessionsParts
  readonly #listeners = new Set<(sessionId: string) => void>()

  private constructor(parts: SessionsParts) {
    this.#parts = parts
  }

  /** Makes the operator's account where it is missing; a changed token ends the sessions that came of the old one. */
  static async open(parts: SessionsParts): Promise<Sessions> {
    const generation = createHash('sha256').update(parts.operatorToken).digest().readUIntBE(0, 6)
    const { book, clock } = parts
    const operator = book.byId(operatorAccountId)
    if (!operator) await book.add(operatorAccount(generation, clock.now()))
    else if (operator.generation !== generation)
      await book.change(operatorAccountId, () => ({ generation, sessions: [] }))
    return new Sessions(parts)
  }

  /** A new guest. */
  open(): Opened {
    const { random } = this.#parts
    return this.#issue({
      id: `s-${random.uuid()}`,
      buyerId: `b-${random.uuid()}`,
      account: null,
      generation: 0,
    })
  }

  /** A new session's token for an account; it lives once the account's record names the session. */
  issueFor({ id, buyerId, generation }: Pick<Account, 'id' | 'buyerId' | 'generation'>): Opened {
    return this.#issue({ id: `s-${this.#parts.random.uuid()}`, buyerId, account: id, generation })
  }

  /** Who a token stands for: a session's own, or the operator's; null when it stands for nobody. */
  check(token: string): Session | null {
    if (this.isOperatorToken(token)) return this.#operatorProgram()
    const session = this.#parts.tokens.check(token, this.#parts.clock.now())
    if (!session || !this.isLive(session)) return null
    if (session.account !== null) this.#parts.book.sees(session.id, this.#parts.clock.now())
    return session
  }

  /**
   * Lets a page whose browser keeps no cookie connect again as the same guest, for as long as it is open. The page's
   * script sees it, so it is worth less than a token: it is a guest's, is for the handshake of a page's connection
   * and for no request, and ends in a week. Null for anyone but a guest.
   */
  handleOf(session: Session): string | null {
    const { tokens, clock, bounds } = this.#parts
    if (session.account !== null) return null
    return tokens.sign({ ...session, expiresAt: clock.now() + bounds.handleExpiryMs }, 'page')
  }

  /** The guest's session of a {@link handleOf}; null when it is none, or is over. */
  ofHandle(handle: string): Session | null {
    const session = this.#parts.tokens.check(handle, this.#parts.clock.now(), 'page')
    return session && this.isLive(session) ? session : null
  }

  /** The session of the first token that stands for somebody; null when none does. */
  firstOf(tokens: readonly string[]): Session | null {
    for (const token of tokens) {
      const session = this.check(token)
      if (session) return session
    }
    return null
  }

  isOperatorToken(token: string): boolean {
    return isSame(token, this.#parts.operatorToken)
  }

  /** What proves to {@link isDeviceOf} that the account of a session signed in here; null for a guest. */
  deviceOf(session: Session): string | null {
    const account = this.accountOf(session)
    return account ? this.#parts.tokens.signDevice(this.#parts.random.uuid(), account) : null
  }

  /** Was a device's proof made for the account with this address, since its password changed? */
  isDeviceOf(email: string, device: string): boolean {
    const account = this.#parts.book.byEmail(email)
    return account !== undefined && this.#parts.tokens.isDeviceOf(device, account)
  }

  /** A token with a new expiry for a session whose own runs low; null while it does not. */
  async renew(session: Session): Promise<Opened | null> {
    const { clock, bounds, book } = this.#parts
    if (session.expiresAt - clock.now() >= bounds.renewBeforeMs) return null
    const opened = this.#issue(session)
    const { expiresAt } = opened.session
    if (session.account !== null)
      await book.change(session.account, ({ sessions }) => ({
        sessions: sessions.map((one) => (one.id === session.id ? { ...one, expiresAt } : one)),
      }))
    return opened
  }

  /** The sessions of the account that a session is of, newest last. */
  listOf(session: Session): AccountSession[] {
    const account = this.accountOf(session)
    return account ? this.#parts.book.sessionsOf(account) : []
  }

  /** The account of a session; undefined for a guest. */
  accountOf({ account }: Session): Account | undefined {
    return this.#parts.book.byId(account)
  }

  roleOf(session: Session): Role {
    const account = this.accountOf(session)
    if (!account) return 'guest'
    if (account.id === operatorAccountId) return 'operator'
    return account.shopId === null ? 'buyer' : 'seller'
  }

  /** Who acts when this session buys. */
  buyer(session: Session): Actor {
    const { buyerId, account, isOperatorProgram } = session
    return { kind: 'buyer', id: buyerId, hasAccount: account !== null, isProgram: isOperatorProgram }
  }

  /** Who acts when this session sells; null for one that may not. */
  seller(session: Session): Actor | null {
    const role = this.roleOf(session)
    if (role === 'operator') return { kind: 'operator', id: 'operator' }
    return role === 'seller' ? { kind: 'seller', id: session.account! } : null
  }

  /** The shop that a seller means where none is named; null for one who sells nothing. */
  ownShopOf(session: Session): number | null {
    return this.accountOf(session)?.shopId ?? null
  }

  show(session: Session): ShownSession {
    const role = this.roleOf(session)
    const named = this.#parts.names.get(session.buyerId)
    const otherwise = role === 'operator' ? 'Operator' : this.#parts.names.of(session.buyerId)
    return { id: session.id, name: named ?? otherwise, role, buyerId: session.buyerId }
  }

  /** Durable once it resolves, where the name is of somebody who has an account or an order. */
  async rename(session: Session, name: string): Promise<ShownSession> {
    await this.#parts.names.set(session.buyerId, name)
    return this.show(session)
  }

  /** Was it not ended? A guest's needs the secret alone until it is; an account's must stand in its record. */
  isLive(session: Session): boolean {
    if (session.isOperatorProgram) return true
    const { book, clock } = this.#parts
    if (session.account === null) return !book.isEnded(session)
    const account = book.byId(session.account)
    if (account?.generation !== session.generation) return false
    return account.sessions.some(({ id, expiresAt }) => id === session.id && expiresAt > clock.now())
  }

  /** Calls `listener` with each session that ends before its time. */
  onEnded(listener: (sessionId: string) => void): void {
    this.#listeners.add(listener)
  }

  /** Tells that a session is over: its token is dead, and its connections are to be closed. */
  ended(sessionId: string): void {
    for (const listener of this.#listeners) listener(sessionId)
  }

  /** A program that brings the operator's token itself, instead of a session's. */
  #operatorProgram(): Session {
    return {
      id: 's-operator',
      buyerId: 'b-operator',
      account: operatorAccountId,
      generation: 0,
      expiresAt: Number.MAX_SAFE_INTEGER,
      isOperatorProgram: true,
    }
  }

  #issue(fields: Omit<Session, 'expiresAt' | 'isOperatorProgram'>): Opened {
    const { tokens, clock, bounds } = this.#parts
    const expiresAt = clock.now() + bounds.expiryMs
    const { id, buyerId, account, generation } = fields
    const session: Session = { id, buyerId, account, generation, expiresAt, isOperatorProgram: false }
    return { session, token: tokens.sign(session) }
  }
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
