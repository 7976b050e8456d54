import { z } from 'zod/mini'
import { limits } from '../protocol/limits.ts'
import { integer, line, lines } from '../protocol/text.ts'

/** Values that several declarations share. */

/** Minor units of the market's currency. */
export const price = integer(0, limits.priceMax)
export const stock = integer(0, limits.stockMax)
export const quantity = integer(1, limits.quantityMax)
export const name = line(1, limits.nameCodePointsMax)
export const text = lines(limits.textCodePointsMax)
/** The hash of an uploaded picture. */
export const image = z.string().check(z.regex(/^[0-9a-f]{64}$/, "must be an image's hash"))
/** Milliseconds since 1970, UTC. */
export const time = integer(0, Number.MAX_SAFE_INTEGER)
export const opaqueId = z.string().check(z.maxLength(limits.opaqueIdBytesMax))
