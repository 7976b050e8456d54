import { z } from 'zod/mini'
import { shortText } from './text.ts'

/** What a page tells of an error that nothing dealt with; neither addresses nor anything typed is among it. */
export const pageError = z.object({
  /** Eight characters that the person was shown. */
  id: z.string().check(z.regex(/^[23456789CFGHJMPQRVWX]{8}$/)),
  /** The first part of the page's address, like "product". */
  page: shortText(40),
  message: shortText(500),
  stack: shortText(4_000),
})
export type PageError = z.infer<typeof pageError>
