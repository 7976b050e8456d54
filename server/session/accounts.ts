import type { NewShop } from '../../shared/protocol/account-messages.ts'

/** A session of an account: valid as long as the account's record lists it. */
export interface AccountSession {
  id: string
  createdAt: number
  /** Not saved at each use, but whenever the account is saved. */
  seenAt: number
  expiresAt: number
  /** The browser's `User-Agent`. */
  agent: string
}

/** A guest who signed in: the session has to end, and the guest's orders have to move to the account. */
export interface Merging {
  sessionId: string
  buyerId: string
  expiresAt: number
}

/** A person with a password, or the operator. One record, so that it changes atomically. */
export interface Account {
  id: string
  /** In lower case; null for the operator, who signs in with the token. */
  email: string | null
  /** argon2id, in PHC string format. */
  passwordHash: string | null
  /** The buyer id that this account orders with. */
  buyerId: string
  /** The shop that this account runs. */
  shopId: number | null
  /** A shop to be opened: see `account-effects.ts`. */
  opening: NewShop | null
  /** Guests whose orders have yet to move here: see `account-effects.ts`. */
  merging: readonly Merging[]
  sessions: readonly AccountSession[]
  /** Tokens of other generations are invalid. */
  generation: number
  /** The digest of the invitation that created the account, and is used up. */
  invite: string | null
  createdAt: number
}

/** A link that works once. Its secret is not stored. */
export interface OneTimeLink {
  /** SHA-256 of the secret. */
  digest: string
  kind: 'invite' | 'reset'
  /** The account whose password it sets; null for an invitation. */
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
  /** No token of this session is valid for longer. */
  expiresAt: number
}

/** A network, as a keyed digest of its address, and when a buyer ordered from there. */
export interface Network {
  tag: string
  at: number
}

/** The records about people, by kind. */
export interface People {
  account: Account
  link: OneTimeLink
  /** Guests' sessions that ended. */
  ended: EndedSession
  /** The same for guests who have ordered: see `ended-sessions.ts`. */
  endedBuyer: EndedSession
  /** Pickup names, by buyer. */
  name: string
  /** The network of each buyer's last order. */
  network: Network
  /** One record with the key `ended-sessions`: see `ended-sessions.ts`. */
  watermark: { expiresAt: number }
}
