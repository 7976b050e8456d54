import { type Language, localeOf } from '../../shared/language.ts'

/** The language of the texts. It stays the same as long as the page: another one is chosen by loading it again. */
export let language: Language = 'en'

/** What `Intl` writes numbers, money, dates and lists in. */
export let locale = 'en'

/** `wanted` are the reader's locales, the preferred one first. To be called before any text is read. */
export function setLanguage(chosen: Language, wanted: readonly string[]): void {
  language = chosen
  locale = localeOf(chosen, wanted)
}
