import {
  chooseLanguage,
  directionOf,
  type Language,
  languageCookie,
  languagesOf,
} from '../../shared/language.ts'
import { pageMeta } from '../shell/page-meta.ts'
import { setLanguage } from '../ui/language.ts'
import { rememberLanguage } from '../ui/remember-language.ts'

export type SpokenApp = 'storefront' | 'seller' | 'board' | 'account'

/** The language of an app for this reader: that of the address (`?lang=de`), the reader's choice, or the browser's. */
export const languageOf = (app: SpokenApp): Language =>
  chooseLanguage([askedLanguage(), rememberedLanguage(), ...navigator.languages], offeredBy(app))

/** The languages that readers of an app may choose. */
export const offeredBy = (app: SpokenApp): readonly Language[] =>
  languagesOf(app === 'seller' ? 'seller' : 'buyers', pageMeta.brand?.languages ?? [])

/** Sets the language of this page. That of its address is kept for the next pages, but not by a board. */
export function choosePageLanguage(app: SpokenApp): void {
  const chosen = languageOf(app)
  setLanguage(chosen, navigator.languages)
  document.documentElement.lang = chosen
  document.documentElement.dir = directionOf(chosen)
  if (app !== 'board' && askedLanguage() === chosen) rememberLanguage(chosen)
}

const askedLanguage = () => new URLSearchParams(window.location.search).get('lang')

function rememberedLanguage(): string | undefined {
  const cookie = document.cookie.split('; ').find((each) => each.startsWith(`${languageCookie}=`))
  return cookie?.slice(languageCookie.length + 1)
}
