import { z } from 'zod/mini'
import { name, text } from '../catalog/values.ts'
import { limits } from './limits.ts'
import { isMadeOfAddress, isObvious } from './password.ts'
import { line, shortText } from './text.ts'

/** What is sent to the account routes, and what they answer; unknown fields are dropped. */

/** Compared without regard to case; at most 254 characters, as mail allows (RFC 5321). */
export const email = z.pipe(
  line(3, limits.emailCodePointsMax),
  z.pipe(
    z.transform((address: string) => address.toLowerCase()),
    z.string().check(z.regex(/^[^\s@]+@[^\s@]+$/, 'must be an email address')),
  ),
)

/** As it was typed, but in NFKC, so that two keyboards type the same; its length is checked where one is chosen. */
const password = z.pipe(
  shortText(limits.passwordCodePointsMax * 2),
  z.transform((typed: string) => typed.normalize('NFKC')),
)

const chosenPassword = z.pipe(
  password,
  // NFKC makes up to 18 characters of one.
  shortText(
    limits.passwordCodePointsMax * 2,
    z.refine(
      (typed: string) => [...typed].length >= limits.passwordCodePointsMin,
      `must have at least ${limits.passwordCodePointsMin} characters`,
    ),
    z.refine((typed: string) => !isObvious(typed), 'is one of those that are tried first'),
  ),
)

const notOwnAddress = z.refine<{ email: string; password: string }>(
  (given) => !isMadeOfAddress(given.password, given.email),
  { message: 'must not be made of the email address', path: ['password'] },
)

const sessionName = z.optional(line(1, limits.sessionNameCodePointsMax))

/** The shop that an account opens; everything but its name can come later. */
const newShop = z.object({ name, description: z.optional(text), pickupNote: z.optional(text) })
export type NewShop = z.infer<typeof newShop>

/** `POST /api/sign-up`; a `shop` needs a market where anyone may open one. */
export const signUp = z
  .object({ email, password: chosenPassword, name: sessionName, shop: z.optional(newShop) })
  .check(notOwnAddress)
export type SignUp = z.infer<typeof signUp>

/** `POST /api/sign-in`: an account's, or the operator's own token. */
export const signIn = z.union([z.object({ operatorToken: shortText(256) }), z.object({ email, password })])

/** `POST /api/password`: ends all other sessions. */
export const passwordChange = z.object({ password, newPassword: chosenPassword })

/** `DELETE /api/sessions`: one of one's own, or all others where none is named. */
export const sessionEnd = z.object({ id: z.optional(shortText(limits.opaqueIdBytesMax)) })

/** `POST /api/invites`: the operator's; the names are filled in for whom the link is for, who may change them. */
export const inviteCreate = z.object({ email: z.optional(email), shopName: z.optional(name) })

const secret = shortText(128, z.minLength(1))

/** `POST /api/invites/look`: what stands in an invitation, before it is accepted. */
export const linkLook = z.object({ secret })

/** `POST /api/invites/accept`: makes the account with its shop. */
export const inviteAccept = z
  .object({ secret, email, password: chosenPassword, name: sessionName, shop: newShop })
  .check(notOwnAddress)
export type InviteAccept = z.infer<typeof inviteAccept>

/** `POST /api/resets`: the operator's. */
export const resetCreate = z.object({ email })

/** `POST /api/resets/accept`: sets the password, ends all sessions, and signs in. */
export const resetAccept = z.object({ secret, password: chosenPassword })

/** One of an account's sessions, as `GET /api/sessions` lists them. */
export interface ListedSession {
  id: string
  /** The one that asks. */
  current: boolean
  createdAt: number
  seenAt: number
  /** The browser, as it named itself. */
  agent: string
}

/** One of the market's shops, as `GET /api/shops` lists them to the operator. */
export interface ListedShop {
  shopId: number
  /** Null for the house shop, which is the operator's own. */
  email: string | null
  orders: number
}
