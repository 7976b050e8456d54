/** The languages of the pages, in the order in which they are offered; each has its texts in `web/texts`. */
export const languages = ['en'] as const
export type Language = (typeof languages)[number]

const isLanguage = (text: unknown): text is Language => languages.some((language) => language === text)

/** Where people's choice is kept: the server reads it before it sends a page. */
export const languageCookie = 'souk_language'

/**
 * The first of the wanted languages, "de-AT" say, in which there are texts; English if there is none. They come from
 * outside, and may be anything.
 */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): Language {
  return wanted.map(primaryOf).find(isLanguage) ?? 'en'
}

/** "de" of "de-AT". */
const primaryOf = (tag: string | null | undefined): string => (tag ?? '').split('-', 1)[0]!.toLowerCase()

/**
 * The locale in which a language's numbers, money and dates are written: with the region of the first wanted locale
 * of that language. Digits are always 0 to 9, as those of codes are, so that a page has one kind of them.
 */
export function localeOf(language: Language, wanted: readonly string[]): string {
  const regional = wanted.find((tag) => primaryOf(tag) === language)
  try {
    return new Intl.Locale(regional ?? language, { numberingSystem: 'latn' }).toString()
  } catch {
    return language
  }
}

/** Which way a language is written. */
export const directionOf = (_language: Language): 'ltr' | 'rtl' => 'ltr'
