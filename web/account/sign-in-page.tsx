import { useState } from 'react'
import type { Session } from '../../shared/protocol/shapes.ts'
import { ask } from '../http/ask.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { AccountForm } from './account-form.tsx'
import { CredentialFields } from './credential-fields.tsx'
import { goOn } from './go-on.ts'
import { useAsking } from './use-asking.ts'

const said = accountTexts.signIn

export function SignIn({ next }: { next: string | undefined }) {
  const [values, setValues] = useState({ email: '', password: '' })
  const asking = useAsking()
  const submit = async () => {
    const done = await asking.run(() => ask<{ session: Session }>('POST', '/api/sign-in', values))
    if (done) goOn(done.session, next)
  }
  return (
    <AccountForm
      title={said.title}
      asking={asking}
      button={said.button}
      onSubmit={() => void submit()}
      ways={
        <>
          <a href={`/sign-up${next ? `?next=${encodeURIComponent(next)}` : ''}`}>{said.toSignUp}</a>
          <span>{said.forgotten}</span>
        </>
      }
    >
      <CredentialFields
        kind="current"
        values={values}
        onChange={(changes) => setValues((before) => ({ ...before, ...changes }))}
      />
    </AccountForm>
  )
}
