import type { ReactNode } from 'react'
import styles from './page.module.css'
import { texts } from './texts.ts'

export interface PageProps {
  header?: ReactNode
  footer?: ReactNode
  children: ReactNode
}

/** A page of at most 1,200 px: header, main part, footer, and a link to skip to the main part. */
export const Page = ({ header, footer, children }: PageProps) => (
  <div className={styles.page}>
    <a className={styles.skip} href="#main">
      {texts.shell.skipToMain}
    </a>
    {header && <header className={styles.header}>{header}</header>}
    <main id="main" tabIndex={-1} className={styles.main}>
      {children}
    </main>
    {footer && <footer className={styles.footer}>{footer}</footer>}
  </div>
)
