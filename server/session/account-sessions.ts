import type { Account, Merging } from './accounts.ts'
import type { Session } from './tokens.ts'

/** How an account's list of sessions changes. Pure. */

/** The merge that a guest's previous session asks for. */
export const mergingOf = (before: Session | null): Merging[] =>
  before?.account === null
    ? [{ sessionId: before.id, buyerId: before.buyerId, expiresAt: before.expiresAt }]
    : []

/** The sessions that stay when a new one begins. */
export const livingBeside = (sessions: Account['sessions'], before: Session | null, now: number) =>
  sessions.filter(({ id, expiresAt }) => id !== before?.id && expiresAt > now)

export const withoutSessions =
  (ends: (session: Account['sessions'][number]) => boolean) =>
  (account: Account): Partial<Account> => ({ sessions: account.sessions.filter((each) => !ends(each)) })
