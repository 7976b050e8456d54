import type { Language } from '../../shared/language.ts'

/** Each language by the name that its readers look for. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ar: 'العربية',
}
