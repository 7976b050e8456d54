import { accountTexts } from '../ui/account-texts.ts'
import { AccountForm } from './account-form.tsx'
import { PasswordField } from './credential-fields.tsx'
import { passwordTrouble } from './credentials.ts'
import { useLinkSecret } from './link-secret.ts'

export function Reset() {
  const secret = useLinkSecret()
  return (
    <AccountForm<{ password: string }>
      texts={accountTexts.reset}
      path="/api/resets/accept"
      errorsIn={({ password }) => ({ password: passwordTrouble(password) })}
      bodyOf={({ password }) => ({ secret, password })}
    >
      {({ password }) => (
        <PasswordField label={accountTexts.newPassword} name="password" kind="new" error={password} />
      )}
    </AccountForm>
  )
}
