import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ask } from '../http/ask.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { announce } from '../ui/announcements.ts'
import { StatusLabel } from '../ui/status-label.tsx'
import styles from './account.module.css'
import { Trouble } from './account-form.tsx'
import { PasswordField } from './credential-fields.tsx'
import { passwordTrouble } from './credentials.ts'
import { useAsking } from './use-asking.ts'

const said = accountTexts.own
const empty = { password: '', newPassword: '' }

/** Changes the password. This device stays signed in, with a new session. */
export function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const [values, setValues] = useState(empty)
  const [error, setError] = useState<string | null>(null)
  const [isDone, setDone] = useState(false)
  const asking = useAsking()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = passwordTrouble(values.newPassword)
    setError(wrong)
    setDone(false)
    if (wrong || !(await asking.run(() => ask('POST', '/api/password', values)))) return
    setValues(empty)
    setDone(true)
    announce(said.changed)
    onChanged()
  }
  return (
    <section className={styles.section} aria-labelledby="password">
      <h2 id="password">{said.passwordTitle}</h2>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <PasswordField
          label={said.current}
          kind="current"
          value={values.password}
          onChange={(password) => setValues({ ...values, password })}
        />
        <PasswordField
          label={accountTexts.newPassword}
          kind="new"
          value={values.newPassword}
          error={error}
          onChange={(newPassword) => setValues({ ...values, newPassword })}
        />
        <Trouble asking={asking} />
        {isDone && (
          <StatusLabel tone="ok" icon="check">
            {said.changed}
          </StatusLabel>
        )}
        <Button type="submit" variant="outline" loading={asking.isAsking}>
          {said.change}
        </Button>
      </form>
    </section>
  )
}
