import { Link } from '@tanstack/react-router'
import { useBrand } from '../store/hooks.ts'
import { offeredBy } from '../texts/choose.ts'
import { ColorSchemeButton } from '../ui/color-scheme-button.tsx'
import { LanguageSelect } from '../ui/language-select.tsx'
import { texts } from '../ui/texts.ts'
import styles from './footer.module.css'

/** Links to the other apps and the legal pages. The board is a page of its own, without the router. */
export const Footer = () => (
  <nav className={styles.footer}>
    <a href="/board">{texts.storefront.board}</a>
    <a href="/account">{texts.storefront.account}</a>
    <Link to="/sell" preload={false}>
      {texts.storefront.sell}
    </Link>
    <LegalLinks />
    <LanguageSelect offered={offeredBy('storefront')} />
    <ColorSchemeButton />
  </nav>
)

const LegalLinks = () =>
  useBrand()?.legal.map((page) => (
    <Link key={page} to="/legal/$page" params={{ page }} preload={false}>
      {texts.legal[page]}
    </Link>
  ))
