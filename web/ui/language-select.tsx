import type { Language } from '../../shared/language.ts'
import { language } from './language.ts'
import { languageNames } from './language-names.ts'
import styles from './language-select.module.css'
import { rememberLanguage } from './remember-language.ts'
import { texts } from './texts.ts'

/** Chooses the language of all pages. A page in another language is another page load. */
export function LanguageSelect({ offered }: { offered: readonly Language[] }) {
  if (offered.length < 2) return null
  return (
    <select
      className={styles.select}
      aria-label={texts.shell.language}
      value={language}
      onChange={(event) => show(event.currentTarget.value as Language)}
    >
      {offered.map((each) => (
        <option key={each} value={each} lang={each}>
          {languageNames[each]}
        </option>
      ))}
    </select>
  )
}

function show(chosen: Language): void {
  const address = new URL(window.location.href)
  address.searchParams.delete('lang')
  // Where nothing is kept, the address says it at least for this page.
  if (!rememberLanguage(chosen)) address.searchParams.set('lang', chosen)
  if (address.href === window.location.href) window.location.reload()
  else window.location.replace(address)
}
