import { PasswordInput, TextInput } from '@mantine/core'
import '@mantine/core/styles/PasswordInput.layer.css'
import { accountTexts as said } from '../ui/account-texts.ts'
import type { CredentialErrors, Credentials } from './credentials.ts'

export interface CredentialFieldsProps {
  values: Credentials
  errors?: CredentialErrors
  onChange: (changes: Partial<Credentials>) => void
  /** Whether the password is a new or the current one, which password managers need to know. */
  kind: 'new' | 'current'
}

export const CredentialFields = ({ values, errors = {}, onChange, kind }: CredentialFieldsProps) => (
  <>
    <TextInput
      label={said.email}
      type="email"
      name="email"
      autoComplete="username"
      value={values.email}
      error={errors.email}
      onChange={(event) => onChange({ email: event.currentTarget.value })}
    />
    <PasswordField
      label={said.password}
      kind={kind}
      value={values.password}
      error={errors.password}
      onChange={(password) => onChange({ password })}
    />
  </>
)

export interface PasswordFieldProps {
  label: string
  kind: 'new' | 'current'
  value: string
  error?: string | null | undefined
  onChange: (value: string) => void
}

export const PasswordField = ({ label, kind, value, error, onChange }: PasswordFieldProps) => (
  <PasswordInput
    label={label}
    name={kind === 'new' ? 'new-password' : 'password'}
    autoComplete={kind === 'new' ? 'new-password' : 'current-password'}
    {...(kind === 'new' ? { description: said.passwordHelp } : {})}
    value={value}
    error={error}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)
