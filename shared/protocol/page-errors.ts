import { z } from 'zod/mini'

/** What a page tells of an error that nothing dealt with; neither addresses nor anything typed is among it. */
export const pageError = z.object({
  /** Eight characters that the person was shown. */
  id: z.string().check(z.regex(/^[23456789CFGHJMPQRVWX]{8}$/)),
  /** The first part of the page's address, like "product". */
  page: z.string().check(z.maxLength(40)),
  message: z.string().check(z.maxLength(500)),
  stack: z.string().check(z.maxLength(4_000)),
})
export type PageError = z.infer<typeof pageError>
