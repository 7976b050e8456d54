import { createHash } from 'node:crypto'
import type { Role, Session as ShownSession } from '../../shared/protocol/shapes.ts'
import type { Clock, Random } from '../clock.ts'
import type { Actor } from '../market/command.ts'
import type { Names } from './names.ts'
import { isSame, type Session, type Tokens } from './tokens.ts'

export interface SessionsParts {
  tokens: Tokens
  names: Names
  operatorToken: string
  clock: Clock
  random: Random
  bounds: { expiryMs: number; renewBeforeMs: number }
}

/** A session and the token that proves it. */
export interface Opened {
  session: Session
  token: string
}

const operatorAccount = 'operator'

/**
 * A persistent session per client. Guests cost nothing to keep: their token is all there is of them. Roles are
 * looked up here, never read from the token.
 */
export class Sessions {
  readonly #parts: SessionsParts
  /** Changes with the operator's token, so that a changed token ends the sessions that came of the old one. */
  readonly #operatorGeneration: number

  constructor(parts: SessionsParts) {
    this.#parts = parts
    const digest = createHash('sha256').update(parts.operatorToken).digest()
    this.#operatorGeneration = digest.readUIntBE(0, 6)
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

  /** Who a token stands for: a session's own, or the operator's; null when it stands for nobody. */
  check(token: string): Session | null {
    if (this.isOperatorToken(token)) return this.#operatorProgram()
    const session = this.#parts.tokens.check(token, this.#parts.clock.now())
    return session && this.#isLive(session) ? session : null
  }

  isOperatorToken(token: string): boolean {
    return isSame(token, this.#parts.operatorToken)
  }

  /** The operator's session of a browser, which goes on as the same buyer under a new session id. */
  signInOperator(before: Session | null): Opened {
    const { random } = this.#parts
    return this.#issue({
      id: `s-${random.uuid()}`,
      buyerId: before?.buyerId ?? `b-${random.uuid()}`,
      account: operatorAccount,
      generation: this.#operatorGeneration,
    })
  }

  /** A token with a new expiry for a session whose own runs low; null while it does not. */
  renew(session: Session): Opened | null {
    const left = session.expiresAt - this.#parts.clock.now()
    return left < this.#parts.bounds.renewBeforeMs ? this.#issue(session) : null
  }

  roleOf(session: Session): Role {
    return session.account === operatorAccount ? 'operator' : 'guest'
  }

  /** Who acts when this session buys. */
  buyer(session: Session): Actor {
    return { kind: 'buyer', id: session.buyerId }
  }

  /** Who acts when this session sells; null for one that may not. */
  seller(session: Session): Actor | null {
    return this.roleOf(session) === 'operator' ? { kind: 'operator', id: 'operator' } : null
  }

  show(session: Session): ShownSession {
    const role = this.roleOf(session)
    const named = this.#parts.names.get(session.buyerId)
    const otherwise = session.isOperatorProgram ? 'Operator' : this.#parts.names.of(session.buyerId)
    return { id: session.id, name: named ?? otherwise, role }
  }

  /** Durable once it resolves. */
  async rename(session: Session, name: string): Promise<ShownSession> {
    await this.#parts.names.set(session.buyerId, name)
    return this.show(session)
  }

  /** A program that brings the operator's token itself, instead of a session's. */
  #operatorProgram(): Session {
    return {
      id: 's-operator',
      buyerId: 'b-operator',
      account: operatorAccount,
      generation: this.#operatorGeneration,
      expiresAt: Number.MAX_SAFE_INTEGER,
      isOperatorProgram: true,
    }
  }

  #isLive(session: Session): boolean {
    return session.account === null || session.generation === this.#operatorGeneration
  }

  #issue(fields: Omit<Session, 'expiresAt' | 'isOperatorProgram'>): Opened {
    const { tokens, clock, bounds } = this.#parts
    const expiresAt = clock.now() + bounds.expiryMs
    const session: Session = { ...fields, expiresAt, isOperatorProgram: false }
    return { session, token: tokens.sign(session) }
  }
}
