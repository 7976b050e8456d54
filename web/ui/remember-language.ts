import { type Language, languageCookie } from '../../shared/language.ts'

const maxAgeSeconds = 400 * 24 * 60 * 60

/** Keeps the reader's choice where the server sees it too. Returns whether the browser allows it. */
export function rememberLanguage(language: Language): boolean {
  const secure = window.location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in all browsers that we support
  document.cookie = `${languageCookie}=${language}; path=/; max-age=${maxAgeSeconds}; samesite=lax${secure}`
  return document.cookie.includes(`${languageCookie}=${language}`)
}
