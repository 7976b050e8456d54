import type { Core } from '../../server/core.ts'
import type { Coverage } from './coverage.ts'

/** Signs up with a shop. Where the account exists already, an earlier answer was lost: signs in. */
export async function enter({ signIns, sessions }: Core, token: string, email: string, coverage: Coverage) {
  const from = { session: sessions.check(token), agent: '', source: email }
  const credentials = { email, password: 'correct horse' }
  const answer = await signIns.signUp({ ...credentials, shop: { name: email } }, from)
  if (!('code' in answer) || answer.code !== 'conflict') return answer
  coverage.count('client: signed in after the answer to the sign-up was lost')
  return signIns.signIn(credentials, from, () => () => undefined)
}
