import { limits } from '../../shared/protocol/limits.ts'
import { isMadeOfAddress, isObvious } from '../../shared/protocol/password.ts'
import { accountTexts } from '../ui/account-texts.ts'

export interface Credentials {
  email: string
  password: string
}

/** What is wrong with the fields of a form. */
export type Errors<Fields> = { [Field in keyof Fields]?: string | undefined }

/** What is wrong with the input, by the server's own rules. Pure. */
export const errorsIn = ({ email, password }: Credentials): Errors<Credentials> => ({
  email: /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? undefined : accountTexts.emailWrong,
  password: passwordTrouble(password, email),
})

/** Why a new password is not allowed. */
export function passwordTrouble(password: string, email = ''): string | undefined {
  if ([...password.normalize('NFKC')].length < limits.passwordCodePointsMin) return accountTexts.passwordShort
  if (isObvious(password)) return accountTexts.passwordObvious
  return email && isMadeOfAddress(password, email.trim()) ? accountTexts.passwordOwn : undefined
}
