import { accountTexts } from '../ui/account-texts.ts'
import { AccountForm } from './account-form.tsx'
import { CredentialFields } from './credential-fields.tsx'

const said = accountTexts.signIn

export const SignIn = ({ next }: { next: string | undefined }) => (
  <AccountForm
    texts={said}
    path="/api/sign-in"
    next={next}
    ways={
      <>
        <a href={`/sign-up${next ? `?next=${encodeURIComponent(next)}` : ''}`}>{said.toSignUp}</a>
        <span>{said.forgotten}</span>
      </>
    }
  >
    {() => <CredentialFields kind="current" />}
  </AccountForm>
)
