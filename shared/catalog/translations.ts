import { type Language, languages } from '../language.ts'
import type { Content, Translation } from './content.ts'

/** Browsers read it without the schemas. */

export const translatedFields = ['name', 'description'] as const satisfies readonly (keyof Translation)[]

/** A product's texts for a reader of a language: its own where it has none in that one. */
export function textsIn(product: Translation & { content?: Content }, language: Language): Translation {
  const found = product.content?.[language]
  return { name: found?.name || product.name, description: found?.description || product.description }
}

/** With another text; a language that has none left is left out. */
export function withText(
  content: Content,
  language: Language,
  field: keyof Translation,
  text: string,
): Content {
  const { [language]: before, ...others } = content
  const texts = { name: '', description: '', ...before, [field]: text }
  return texts.name || texts.description ? { ...others, [language]: texts } : others
}

export const isSameContent = (one: Content, other: Content): boolean =>
  languages.every((language) =>
    translatedFields.every((field) => (one[language]?.[field] ?? '') === (other[language]?.[field] ?? '')),
  )
