/** The languages of the pages, in the order in which they are offered; each has its texts in `web/texts`. */
export const languages = ['en', 'de', 'fr', 'es', 'ar'] as const
export type Language = (typeof languages)[number]

/** Those of the seller's pages. */
export const sellerLanguages = ['en', 'de'] as const satisfies readonly Language[]
export type SellerLanguage = (typeof sellerLanguages)[number]

/** The languages of an app. Buyers' are those that the operator allows; `allowed` is empty for all. */
export function languagesOf(app: 'seller' | 'buyers', allowed: readonly string[]): readonly Language[] {
  if (app === 'seller') return sellerLanguages
  const offered = languages.filter((language) => allowed.includes(language))
  return offered.length > 0 ? offered : languages
}

/** Where people's choice is kept: the server reads it before it sends a page. */
export const languageCookie = 'souk_language'

/**
 * The first of the wanted languages, "de-AT" say, that is offered; English, or what there is, if there is none. The wanted ones come from
 * outside, and may be anything.
 */
export function chooseLanguage(
  wanted: readonly (string | null | undefined)[],
  offered: readonly Language[] = languages,
): Language {
  const found = wanted.map(primaryOf).flatMap((tag) => offered.filter((language) => language === tag))
  return found[0] ?? (offered.includes('en') ? 'en' : (offered[0] ?? 'en'))
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
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')
