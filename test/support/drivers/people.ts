import type { StaffRole } from '../../../shared/catalog/staff.ts'
import type { Session } from '../../../shared/protocol/shapes.ts'
import type { StaffList } from '../../../shared/protocol/staff-messages.ts'
import { type Client, join } from './client.ts'
import { ask, type HttpAnswer, post } from './http.ts'
import { type Market, operatorToken } from './server.ts'

export const password = 'three green awnings'

/** Somebody with a session, as a program has one: no cookie, a token. */
export interface Person {
  session: Session
  token: string
}

export const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` })
const operator = { token: operatorToken }

export const personOf = (answer: HttpAnswer): Person => {
  const { session, token } = answer.json() as { session: Session; token?: string }
  if (answer.status !== 200 || !token) throw new Error(`no session: ${answer.status} ${answer.body}`)
  return { session, token }
}

/** Asks as somebody, or as nobody. */
export const postAs = (market: Market, path: string, body: unknown, person?: { token: string }) =>
  post(`${market.url}${path}`, { body, headers: person ? bearer(person) : {} })

export const getAs = (market: Market, path: string, person?: { token: string }) =>
  ask(`${market.url}${path}`, { headers: person ? bearer(person) : {} })

export const deleteAs = (market: Market, path: string, person: { token: string }) =>
  ask(`${market.url}${path}`, { method: 'DELETE', headers: bearer(person) })

export const openGuest = async (market: Market): Promise<Person> =>
  personOf(await post(`${market.url}/api/session`))

/** An account, made of a guest where one is named. */
export const signUp = async (market: Market, email: string, guest?: Person): Promise<Person> =>
  personOf(await postAs(market, '/api/sign-up', { email, password }, guest))

export const signIn = async (market: Market, email: string, guest?: Person): Promise<Person> =>
  personOf(await postAs(market, '/api/sign-in', { email, password }, guest))

/** The secret of a link that the operator made. */
export async function linkSecret(market: Market, path: string, body: unknown): Promise<string> {
  const answer = await postAs(market, path, body, operator)
  const { url } = answer.json() as { url: string }
  return url.split('#')[1]!
}

/** A seller with a shop of that name, invited by the operator. */
export async function inviteSeller(market: Market, email: string, shopName: string): Promise<Person> {
  const secret = await linkSecret(market, '/api/invites', { email })
  const body = { secret, email, password, shop: { name: shopName, pickupNote: 'At the gate' } }
  return personOf(await postAs(market, '/api/invites/accept', body))
}

export const joinAs = (market: Market, person: Person, namespace: '/' = '/'): Promise<Client<'/'>> =>
  join(market, namespace, { auth: { token: person.token } })

export const joinShopOf = (market: Market, seller: Person): Promise<Client<'/seller'>> =>
  join(market, '/seller', { auth: { token: seller.token } })

/** Whether a token is no longer valid. */
export const isDead = async (market: Market, person: Person): Promise<boolean> =>
  (await post(`${market.url}/api/session`, { headers: bearer(person) })).status === 401

/** The secret of a link with which one person joins a shop: the owner's own, or the operator's choice. */
export async function jobSecret(
  market: Market,
  owner: { token: string },
  role: StaffRole,
  shopId?: number,
): Promise<string> {
  const path = `/api/staff/invites${shopId === undefined ? '' : `?shopId=${shopId}`}`
  const answer = await postAs(market, path, { role }, owner)
  if (answer.status !== 200) throw new Error(`no link: ${answer.status} ${answer.body}`)
  return (answer.json() as { url: string }).url.split('#')[1]!
}

/** Somebody new who works in the owner's shop. */
export async function hire(
  market: Market,
  owner: { token: string },
  email: string,
  role: StaffRole,
): Promise<Person> {
  const secret = await jobSecret(market, owner, role)
  return personOf(await postAs(market, '/api/invites/accept', { secret, email, password }))
}

export const staffOf = async (market: Market, asking: { token: string }): Promise<StaffList> =>
  (await getAs(market, '/api/staff', asking)).json() as StaffList
