import { limits } from '../../shared/protocol/limits.ts'
import { isMadeOfAddress, isObvious } from '../../shared/protocol/password.ts'
import { accountTexts } from '../ui/account-texts.ts'

export interface Credentials {
  email: string
  password: string
}

export type CredentialErrors = Partial<Record<keyof Credentials, string>>

/** What is wrong with what was typed, before it is sent: the same rules as the server's. Pure. */
export function errorsIn({ email, password }: Credentials): CredentialErrors {
  const errors: CredentialErrors = {}
  if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) errors.email = accountTexts.emailWrong
  const wrong = passwordTrouble(password, email)
  if (wrong) errors.password = wrong
  return errors
}

/** Why a password cannot be chosen; null for a good one. */
export function passwordTrouble(password: string, email = ''): string | null {
  if ([...password.normalize('NFKC')].length < limits.passwordCodePointsMin) return accountTexts.passwordShort
  if (isObvious(password)) return accountTexts.passwordObvious
  return email && isMadeOfAddress(password, email.trim()) ? accountTexts.passwordOwn : null
}
