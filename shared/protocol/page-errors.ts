import { z } from 'zod/mini'
import { shortText } from './text.ts'

/** A page's report of an error that nothing handled. It contains neither addresses nor anything typed. */
export const pageError = z.object({
  /** Eight characters that the person can see. */
  id: z.string().check(z.regex(/^[23456789CFGHJMPQRVWX]{8}$/)),
  /** The first part of the page's address, like "product". */
  page: shortText(40),
  message: shortText(500),
  stack: shortText(4_000),
})
export type PageError = z.infer<typeof pageError>
