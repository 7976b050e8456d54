import type { StaffRole } from '../../shared/catalog/staff.ts'
import type { NewShop } from '../../shared/protocol/account-messages.ts'
import type { BrandRecords } from '../brand/brand-store.ts'

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

/** As what somebody works in a shop. */
export interface Job {
  shopId: number
  role: StaffRole
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
  /** The shop that this account opened, and owns. */
  shopId: number | null
  /** Its jobs in other shops. Absent in records of earlier releases. */
  staff?: readonly Job[]
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
  /** `invite` opens a shop, `staff` lets one person work in one. */
  kind: 'invite' | 'reset' | 'staff'
  /** The account whose password it sets, or that invites staff; null for an invitation to open a shop. */
  accountId: string | null
  email: string | null
  shopName: string | null
  /** The job that is offered; of `staff` only. */
  job?: Job
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

/** All records, by kind: those about people, and how the market looks. */
export interface People extends BrandRecords {
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

/** All shops that an account works in, its own first. */
export const jobsOf = ({ shopId, staff = [] }: Pick<Account, 'shopId' | 'staff'>): readonly Job[] =>
  shopId === null ? staff : [{ shopId, role: 'owner' }, ...staff]

export const roleIn = (account: Pick<Account, 'shopId' | 'staff'>, shopId: number): StaffRole | null =>
  jobsOf(account).find((job) => job.shopId === shopId)?.role ?? null

/** How an account changes when it gets a role in a shop; null for none. */
export function withRole(
  { shopId: own, staff = [] }: Account,
  shopId: number,
  role: StaffRole | null,
): Pick<Account, 'shopId' | 'staff'> {
  if (own === shopId && role === 'owner') return { shopId: own, staff }
  const others = staff.filter((job) => job.shopId !== shopId)
  return {
    shopId: own === shopId ? null : own,
    staff: role === null ? others : [...others, { shopId, role }],
  }
}
