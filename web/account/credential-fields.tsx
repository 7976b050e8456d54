import { PasswordInput, TextInput } from '@mantine/core'
import '@mantine/core/styles/PasswordInput.layer.css'
import { accountTexts as said } from '../ui/account-texts.ts'
import type { Credentials, Errors } from './credentials.ts'

/** Whether a password is a new or the current one, which password managers need to know. */
type Kind = 'new' | 'current'

export interface CredentialFieldsProps {
  email?: string | null
  errors?: Errors<Credentials>
  kind: Kind
}

export const CredentialFields = ({ email, errors = {}, kind }: CredentialFieldsProps) => (
  <>
    <TextInput
      label={said.email}
      type="email"
      name="email"
      autoComplete="username"
      defaultValue={email ?? ''}
      error={errors.email}
    />
    <PasswordField label={said.password} name="password" kind={kind} error={errors.password} />
  </>
)

export interface PasswordFieldProps {
  label: string
  name: string
  kind: Kind
  error?: string | undefined
}

export const PasswordField = ({ kind, ...field }: PasswordFieldProps) => (
  <PasswordInput
    {...field}
    {...(kind === 'new' ? { description: said.passwordHelp } : {})}
    autoComplete={`${kind}-password`}
  />
)
