import { chooseLanguage, directionOf, languageCookie } from '../../shared/language.ts'
import { setLanguage } from '../ui/language.ts'

/** Sets the page's language: that of its address (`?lang=de`), the reader's choice, or the browser's. */
export function choosePageLanguage(): void {
  const asked = new URLSearchParams(window.location.search).get('lang')
  const language = chooseLanguage([asked, rememberedLanguage(), ...navigator.languages])
  setLanguage(language, navigator.languages)
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
}

function rememberedLanguage(): string | undefined {
  const cookie = document.cookie.split('; ').find((each) => each.startsWith(`${languageCookie}=`))
  return cookie?.slice(languageCookie.length + 1)
}
