import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { isBlank } from '../../shared/blank.ts'
import type { Session } from '../../shared/protocol/shapes.ts'
import { ask } from '../http/ask.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { AccountForm } from './account-form.tsx'
import { CredentialFields } from './credential-fields.tsx'
import { type CredentialErrors, errorsIn } from './credentials.ts'
import { goOn } from './go-on.ts'
import { useAsking } from './use-asking.ts'

const said = accountTexts.signUp

export function SignUp({ next }: { next: string | undefined }) {
  const [values, setValues] = useState({ email: '', password: '', name: '' })
  const [errors, setErrors] = useState<CredentialErrors>({})
  const asking = useAsking()
  const submit = async () => {
    const wrong = errorsIn(values)
    setErrors(wrong)
    if (Object.keys(wrong).length) return
    const { name, ...credentials } = values
    const body = isBlank(name) ? credentials : { ...credentials, name }
    const done = await asking.run(() => ask<{ session: Session }>('POST', '/api/sign-up', body))
    if (done) goOn(done.session, next)
  }
  return (
    <AccountForm
      title={said.title}
      help={said.help}
      asking={asking}
      button={said.button}
      onSubmit={() => void submit()}
      ways={<a href="/sign-in">{said.toSignIn}</a>}
    >
      <CredentialFields
        kind="new"
        values={values}
        errors={errors}
        onChange={(changes) => setValues((before) => ({ ...before, ...changes }))}
      />
      <TextInput
        label={accountTexts.optional(accountTexts.name)}
        autoComplete="name"
        value={values.name}
        onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
      />
    </AccountForm>
  )
}
