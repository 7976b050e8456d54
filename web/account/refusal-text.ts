import type { Refusal } from '../../shared/refusals.ts'
import { accountTexts } from '../ui/account-texts.ts'

/** Why a request about an account was refused. */
export function accountRefusal(refusal: Refusal): string {
  if (refusal.code === 'too_many_requests') return accountTexts.tryAgainIn(refusal.retryAfterMs)
  const field = refusal.code === 'invalid' ? refusal.issues[0]?.path : undefined
  if (field === 'password') return accountTexts.passwordObvious
  if (field === 'email') return accountTexts.emailWrong
  // What is not found here is a link that somebody was sent.
  if (refusal.code === 'not_found') return accountTexts.invite.deadHelp
  // A newer server may use codes that this page does not know.
  return accountTexts.refusals[refusal.code] ?? refusal.message
}
