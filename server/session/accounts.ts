import type { NewShop } from '../../shared/protocol/account-messages.ts'

/** A session that an account opened: it lives as long as it stands here. */
export interface AccountSession {
  id: string
  createdAt: number
  /** Not kept at each use, but with whatever else of the account is kept. */
  seenAt: number
  expiresAt: number
  /** The browser, as it named itself. */
  agent: string
}

/** A guest who signed in: that session is to end, and the market is to hear who the buyer is now. */
export interface Merging {
  sessionId: string
  buyerId: string
  expiresAt: number
}

/** Somebody who has a password, or the operator. All of it changes in one step. */
export interface Account {
  id: string
  /** In lower case; null for the operator, whose token is password enough. */
  email: string | null
  /** argon2id, in its own notation. */
  passwordHash: string | null
  /** Who acts when this account buys. */
  buyerId: string
  /** The shop that is this account's to run. */
  shopId: number | null
  /** A shop that the market has not opened yet. */
  opening: NewShop | null
  /** Guests that the market has not heard of yet. */
  merging: readonly Merging[]
  sessions: readonly AccountSession[]
  /** Tokens of other generations are dead. */
  generation: number
  /** The digest of the invitation that made it: that one is used. */
  invite: string | null
  createdAt: number
}

/** A link that does one thing once; its secret is kept by nobody. */
export interface OneTimeLink {
  /** SHA-256 of the secret. */
  digest: string
  kind: 'invite' | 'reset'
  /** Whose password it sets; null for an invitation. */
  accountId: string | null
  email: string | null
  shopName: string | null
  expiresAt: number
  used: boolean
}

/** A guest's session that ended before its token expired. */
export interface EndedSession {
  id: string
  /** Absent in records of the first release. */
  buyerId?: string
  /** No token of this session lives longer. */
  expiresAt: number
}

/** A network, as a keyed digest of its address, and when a buyer ordered from there. */
export interface Network {
  tag: string
  at: number
}

/** What is kept about people, by kind. */
export interface People {
  account: Account
  link: OneTimeLink
  /** Guests' sessions that ended. */
  ended: EndedSession
  /** The same, of guests who ordered: see `ended-sessions.ts`. */
  endedBuyer: EndedSession
  /** Names to call at pickup, by buyer. */
  name: string
  /** From which network a buyer ordered last. */
  network: Network
  /** One record, `ended-sessions`: see there. */
  watermark: { expiresAt: number }
}
