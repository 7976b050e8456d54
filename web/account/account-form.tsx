import { Button } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { accountTexts } from '../ui/account-texts.ts'
import { Page } from '../ui/page.tsx'
import { texts } from '../ui/texts.ts'
import { useTitle } from '../ui/use-title.ts'
import styles from './account.module.css'
import type { Asking } from './use-asking.ts'

export interface AccountFormProps {
  title: string
  help?: string
  asking: Asking
  button: string
  onSubmit: () => void
  children: ReactNode
  /** Links below the form. */
  ways?: ReactNode
}

/** A form on a page of its own: fields, an error message, one button. */
export function AccountForm({ title, help, asking, button, onSubmit, children, ways }: AccountFormProps) {
  useTitle(title)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!asking.isAsking) onSubmit()
  }
  return (
    <Page>
      <form className={styles.form} onSubmit={submit} noValidate>
        <h1>{title}</h1>
        {help && <p className={styles.help}>{help}</p>}
        {!navigator.cookieEnabled && <p role="alert">{accountTexts.noCookies}</p>}
        {children}
        <Trouble asking={asking} />
        <Button type="submit" loading={asking.isAsking} fullWidth>
          {button}
        </Button>
        <div className={styles.ways}>
          {ways}
          <a href="/">{texts.shell.toMarket}</a>
        </div>
      </form>
    </Page>
  )
}

/** Why it did not work, announced to screen readers when it appears. */
export const Trouble = ({ asking: { trouble } }: { asking: Asking }) => (
  <div role="alert">{trouble && <p className={styles.trouble}>{trouble}</p>}</div>
)
