import { useState } from 'react'
import type { Session } from '../../shared/protocol/shapes.ts'
import { ask } from '../http/ask.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { AccountForm } from './account-form.tsx'
import { PasswordField } from './credential-fields.tsx'
import { passwordTrouble } from './credentials.ts'
import { goOn } from './go-on.ts'
import { useLinkSecret } from './link-secret.ts'
import { useAsking } from './use-asking.ts'

const said = accountTexts.reset

export function Reset() {
  const secret = useLinkSecret()
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string | null>(null)
  const asking = useAsking()
  const submit = async () => {
    const wrong = passwordTrouble(password)
    setError(wrong)
    if (wrong) return
    const body = { secret, password }
    const done = await asking.run(() => ask<{ session: Session }>('POST', '/api/resets/accept', body))
    if (done) goOn(done.session)
  }
  return (
    <AccountForm
      title={said.title}
      help={said.help}
      asking={asking}
      button={said.button}
      onSubmit={() => void submit()}
    >
      <PasswordField
        label={accountTexts.newPassword}
        kind="new"
        value={password}
        error={error}
        onChange={setPassword}
      />
    </AccountForm>
  )
}
