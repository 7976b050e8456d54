import { z } from 'zod/mini'
import { shopFields } from '../catalog/shop.ts'
import { name, opaqueId, text, time } from '../catalog/values.ts'
import { limits } from './limits.ts'
import { isMadeOfAddress, isObvious } from './password.ts'
import { order } from './shapes.ts'
import { entityId, line, shortText } from './text.ts'

/** What is sent to the account routes, and what they answer; unknown fields are dropped. */

/** Not case-sensitive; at most 254 characters, as mail allows (RFC 5321). */
export const email = z.pipe(
  line(3, limits.emailCodePointsMax),
  z.pipe(
    z.transform((address: string) => address.toLowerCase()),
    z.string().check(z.regex(/^[^\s@]+@[^\s@]+$/, 'must be an email address')),
  ),
)

/** In NFKC, so that all keyboards type the same. Its length is checked when a new one is chosen. */
const password = z.pipe(
  shortText(limits.passwordCodePointsMax * 2),
  z.transform((typed: string) => typed.normalize('NFKC')),
)

const chosenPassword = z.pipe(
  password,
  // NFKC may turn one character into 18.
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

/** The shop that an account opens. All but its name can be set later; a time zone that is not known here is left out. */
const newShop = z.object({
  name,
  description: z.optional(text),
  pickupNote: z.optional(text),
  timeZone: z.catch(z.optional(shopFields.shape.timeZone), undefined),
})
export type NewShop = z.infer<typeof newShop>

/** `POST /api/sign-up`; `shop` only if anyone may open one in this market. */
export const signUp = z
  .object({ email, password: chosenPassword, name: sessionName, shop: z.optional(newShop) })
  .check(notOwnAddress)
export type SignUp = z.infer<typeof signUp>

/** `POST /api/sign-in`: to an account, or with the operator's token. */
export const signIn = z.union([z.object({ operatorToken: shortText(256) }), z.object({ email, password })])

/** `POST /api/password`: ends all other sessions. */
export const passwordChange = z.object({ password, newPassword: chosenPassword })

/** `DELETE /api/sessions`: one of the person's own sessions, or all others if none is named. */
export const sessionEnd = z.object({ id: z.optional(shortText(limits.opaqueIdBytesMax)) })

/** `POST /api/invites`, for the operator. The invited person finds both filled in, and may change them. */
export const inviteCreate = z.object({ email: z.optional(email), shopName: z.optional(name) })

const secret = shortText(128, z.minLength(1))

/** `POST /api/invites/look`: reads an invitation before it is accepted. */
export const linkLook = z.object({ secret })

/** `POST /api/invites/accept`: creates the account, with its shop if the link opens one. */
export const inviteAccept = z
  .object({ secret, email, password: chosenPassword, name: sessionName, shop: z.optional(newShop) })
  .check(notOwnAddress)
export type InviteAccept = z.infer<typeof inviteAccept>

/** `POST /api/shops/:id/suspend`, for the operator. The shop's staff are told the reason. */
export const shopSuspend = z.object({ reason: z.optional(text) })

/** `POST /api/resets`, for the operator. */
export const resetCreate = z.object({ email })

/** `POST /api/resets/accept`: sets the password, ends all sessions, and signs in. */
export const resetAccept = z.object({ secret, password: chosenPassword })

/** `POST /api/my-data/delete`: an account's password; guests have none. */
export const ownDataDelete = z.object({ password: z.optional(password) })

const agent = z.string()
/** `GET /api/my-data`: what is stored about a person. */
export const ownData = z.object({
  exportedAt: time,
  buyerId: opaqueId,
  pickupName: z.nullable(z.string()),
  /** A tag of the network of the last order, which does not tell the address. */
  network: z.nullable(z.string()),
  /** Null for a guest. */
  account: z.nullable(
    z.object({
      email: z.nullable(z.string()),
      createdAt: time,
      jobs: z.array(z.object({ shopId: entityId, role: z.string() })),
      sessions: z.array(z.object({ agent, createdAt: time, seenAt: time, expiresAt: time })),
    }),
  ),
  /** Newest first. */
  orders: z.array(order),
  /** There are older ones. */
  hasMoreOrders: z.boolean(),
})
export type OwnDataExport = z.infer<typeof ownData>

/** One of an account's sessions in `GET /api/sessions`. */
export interface ListedSession {
  id: string
  /** The session of this request. */
  current: boolean
  createdAt: number
  seenAt: number
  /** The browser's user agent. */
  agent: string
}

/** One of the market's shops in `GET /api/shops`, for the operator. */
export interface ListedShop {
  shopId: number
  /** Null for the house shop, which is the operator's own. */
  email: string | null
  orders: number
}
