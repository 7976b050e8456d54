import type { Core } from '../../server/core.ts'
import type { Opened } from '../../server/session/sessions.ts'
import type { Coverage } from './coverage.ts'
import type { Scheduler } from './scheduler.ts'

export interface SignUpParts {
  /** The market's machine, which is started again after each end. */
  machine: { readonly core: Core | null; readonly run: number }
  scheduler: Scheduler
  coverage: Coverage
}

/** Whether an account has an effect that the market has not reported yet. */
export const asksForEffects = ({ accounts }: Core): boolean =>
  [...accounts.all()].some(({ opening, merging }) => opening !== null || merging.length > 0)

/** Signs a guest up with a shop, repeated over restarts until there is a reply. */
export function signUp(
  parts: SignUpParts,
  token: string,
  email: string,
  known: (opened: Opened) => void,
): void {
  const { machine, scheduler, coverage } = parts
  let triedIn = 0
  let isKnown = false
  const tryNow = (): void => {
    if (isKnown) return
    scheduler.after(2_000, tryNow)
    // A call of a process that has ended never returns.
    if (!machine.core || triedIn === machine.run) return
    triedIn = machine.run
    enter(machine.core, coverage, token, email).then(
      (answer) => {
        isKnown ||= 'token' in answer
        if ('token' in answer) known(answer)
        else coverage.count(`refusal: ${answer.code}`)
        triedIn = 0
      },
      () => (triedIn = 0),
    )
  }
  tryNow()
}

/** If the account exists already, an earlier reply was lost. */
async function enter({ authentication, sessions }: Core, coverage: Coverage, token: string, email: string) {
  const from = { session: sessions.check(token), agent: '', source: email }
  const credentials = { email, password: 'correct horse' }
  const answer = await authentication.signUp({ ...credentials, shop: { name: email } }, from)
  if (!('code' in answer) || answer.code !== 'conflict') return answer
  coverage.count('client: signed in after the answer to the sign-up was lost')
  return authentication.signIn(credentials, from, async () => async () => undefined)
}
