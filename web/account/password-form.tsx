import { Button, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { accountTexts } from '../ui/account-texts.ts'
import { announce } from '../ui/announcements.ts'
import { StatusLabel } from '../ui/status-label.tsx'
import { Trouble, typedIn } from './account-form.tsx'
import { PasswordField } from './credential-fields.tsx'
import { passwordTrouble } from './credentials.ts'
import { useAsking } from './use-asking.ts'

const said = accountTexts.own

/** Changes the password. This device stays signed in, with a new session. */
export function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const [error, setError] = useState<string>()
  const [isDone, setDone] = useState(false)
  const asking = useAsking()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const typed = typedIn<{ password: string; newPassword: string }>(form)
    const wrong = passwordTrouble(typed.newPassword)
    setError(wrong)
    setDone(false)
    if (wrong || !(await asking.post('/api/password', typed))) return
    form.reset()
    setDone(true)
    announce(said.changed)
    onChanged()
  }
  const type = (event: FormEvent<HTMLFormElement>) => {
    asking.clear()
    if (error) setError(passwordTrouble(typedIn<{ newPassword: string }>(event.currentTarget).newPassword))
  }
  return (
    <Stack component="section" maw="36rem" mt="xl" aria-labelledby="password">
      <h2 id="password">{said.passwordTitle}</h2>
      <form onSubmit={(event) => void submit(event)} onInput={type} noValidate>
        <Stack>
          <PasswordField label={said.current} name="password" kind="current" />
          <PasswordField label={accountTexts.newPassword} name="newPassword" kind="new" error={error} />
          <Trouble asking={asking} />
          {isDone && <StatusLabel tone="ok">{said.changed}</StatusLabel>}
          <Button type="submit" variant="outline" w="fit-content" loading={asking.isAsking}>
            {said.change}
          </Button>
        </Stack>
      </form>
    </Stack>
  )
}
