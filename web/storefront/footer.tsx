import { Link } from '@tanstack/react-router'
import { ColorSchemeButton } from '../ui/color-scheme-button.tsx'
import { texts } from '../ui/texts.ts'
import styles from './footer.module.css'

/** Links to the other apps. The board is a page of its own, without the router. */
export const Footer = () => (
  <nav className={styles.footer}>
    <a href="/board">{texts.storefront.board}</a>
    <a href="/account">{texts.storefront.account}</a>
    <Link to="/sell" preload={false}>
      {texts.storefront.sell}
    </Link>
    <ColorSchemeButton />
  </nav>
)
