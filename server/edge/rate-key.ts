import type { IncomingMessage } from 'node:http'
import { broughtTokens } from '../session/cookie.ts'
import type { Sessions } from '../session/sessions.ts'
import type { Session } from '../session/tokens.ts'
import type { AddressGroup } from './address-group.ts'
import { clientGroup, type Trust } from './client-address.ts'

/** The key by which requests and connections are counted. */
export type RateKey = AddressGroup | (string & { readonly rate: unique symbol })

/**
 * The address group, except that nobody behind a shared address can use up what others need: each account is counted
 * alone, and requests with an invalid token apart from the others of their address.
 */
export function rateKeyOf(request: IncomingMessage, sessions: Sessions, trust: Trust): RateKey {
  const group = clientGroup(request, trust)
  const tokens = broughtTokens(request.headers)
  if (tokens.length === 0) return group
  const session = sessions.firstOf(tokens)
  if (!session) return `wrong ${group}` as RateKey
  return rateKeyOfSession(session, group)
}

/** The same for a known session. */
export const rateKeyOfSession = ({ account }: Pick<Session, 'account'>, group: AddressGroup): RateKey =>
  account === null ? group : (`account ${account}` as RateKey)
