import type { ReactNode } from 'react'
import styles from './page.module.css'
import { texts } from './texts.ts'

export interface PageProps {
  header?: ReactNode
  /** Keeps the header in view; its height is `--header` then. */
  sticky?: boolean
  footer?: ReactNode
  children: ReactNode
}

/** A page of at most 1,200 px: header, main part, footer, and a link to skip to the main part. */
export const Page = ({ header, sticky = false, footer, children }: PageProps) => (
  <div className={styles.page}>
    <a className={styles.skip} href="#main">
      {texts.shell.skipToMain}
    </a>
    {header && (
      <header
        ref={sticky ? noteHeight : undefined}
        className={styles.header}
        data-sticky={sticky || undefined}
      >
        {header}
      </header>
    )}
    <main id="main" tabIndex={-1} className={styles.main}>
      {children}
    </main>
    {footer && <footer className={styles.footer}>{footer}</footer>}
  </div>
)

/** For what sticks below the header. */
function noteHeight(header: HTMLElement): () => void {
  const observer = new ResizeObserver(() =>
    document.documentElement.style.setProperty('--header', `${header.offsetHeight}px`),
  )
  observer.observe(header)
  return () => observer.disconnect()
}
