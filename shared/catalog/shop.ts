import { z } from 'zod/mini'
import { limits } from '../protocol/limits.ts'
import { integer, shortText } from '../protocol/text.ts'
import { image, name, stock, text } from './values.ts'

/** What a seller sets for a shop. Messages, events, commands, state, views and forms derive their fields from this. */
export const shopFields = z.object({
  name,
  description: text,
  pickupNote: text,
  lowStockAt: stock,
  timeZone: shortText(64, z.refine<string>(isTimeZone, 'must be an IANA time zone, like Europe/Berlin')),
  /** Minutes until an order that was not collected expires; null for never. */
  collectMinutes: z.nullable(integer(limits.collectMinutesMin, limits.collectMinutesMax)),
  /** Guests cannot buy from it. */
  accountsOnly: z.boolean(),
  /** A square picture, shown small beside the name. */
  avatar: z.nullable(image),
  /** A wide picture at the head of the shop's page. */
  banner: z.nullable(image),
  /** The shop's own colour, as `#rrggbb`. */
  color: z.nullable(z.string().check(z.regex(/^#[0-9a-f]{6}$/, 'must be a colour like #a93f12'))),
})
export type ShopFields = z.infer<typeof shopFields>

type LaterField = 'collectMinutes' | 'accountsOnly' | 'avatar' | 'banner' | 'color'

/** The values of fields that are not given when a shop is opened. */
export const shopDefaults: Pick<ShopFields, LaterField> = {
  collectMinutes: null,
  accountsOnly: false,
  avatar: null,
  banner: null,
  color: null,
}

/** What a shop is opened with. */
export type ShopOpening = Omit<ShopFields, LaterField>

/** `reopensAt` comes with the status `closed`: when the shop opens again by itself. */
export type ShopChanges = Partial<ShopFields> & { status?: 'open' | 'closed'; reopensAt?: number }

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
