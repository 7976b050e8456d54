import { TextInput } from '@mantine/core'
import { isBlank } from '../../shared/blank.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { AccountForm } from './account-form.tsx'
import { CredentialFields } from './credential-fields.tsx'
import { type Credentials, errorsIn } from './credentials.ts'

const said = accountTexts.signUp

export const SignUp = ({ next }: { next: string | undefined }) => (
  <AccountForm<Credentials & { name: string }>
    texts={said}
    path="/api/sign-up"
    errorsIn={errorsIn}
    bodyOf={({ name, ...credentials }) => (isBlank(name) ? credentials : { ...credentials, name })}
    next={next}
    ways={<a href="/sign-in">{said.toSignIn}</a>}
  >
    {(errors) => (
      <>
        <CredentialFields kind="new" errors={errors} />
        <TextInput label={accountTexts.optional(accountTexts.name)} name="name" autoComplete="name" />
      </>
    )}
  </AccountForm>
)
