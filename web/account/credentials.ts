import { limits } from '../../shared/protocol/limits.ts'
import { isMadeOfAddress, isObvious } from '../../shared/protocol/password.ts'
import { accountTexts } from '../ui/account-texts.ts'

export interface Credentials {
  email: string
  password: string
}

export type CredentialErrors = Partial<Record<keyof Credentials, string>>

/** What is wrong with the input, by the server's own rules. Pure. */
export function errorsIn({ email, password }: Credentials): CredentialErrors {
  const errors: CredentialErrors = {}
  if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) errors.email = accountTexts.emailWrong
  const wrong = passwordTrouble(password, email)
  if (wrong) errors.password = wrong
  return errors
}

/** Why a password is not allowed; null if it is. */
export function passwordTrouble(password: string, email = ''): string | null {
  if ([...password.normalize('NFKC')].length < limits.passwordCodePointsMin) return accountTexts.passwordShort
  if (isObvious(password)) return accountTexts.passwordObvious
  return email && isMadeOfAddress(password, email.trim()) ? accountTexts.passwordOwn : null
}
