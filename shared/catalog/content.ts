import { z } from 'zod/mini'
import { type Language, languages } from '../language.ts'
import { limits } from '../protocol/limits.ts'
import { line } from '../protocol/text.ts'
import { text } from './values.ts'

/** A product's texts in another language. An empty one is that of the product itself. */
const translation = z
  .object({ name: line(0, limits.nameCodePointsMax), description: text })
  .check(z.refine((texts) => texts.name !== '' || texts.description !== '', 'must have a text'))

export type Translation = z.infer<typeof translation>

const optional = z.optional(translation)

/** A product's texts in other languages than its own: those of the apps alone. */
export const content = z.strictObject(
  Object.fromEntries(languages.map((language) => [language, optional])) as Record<Language, typeof optional>,
)
export type Content = z.infer<typeof content>
