import * as original from '../../../../server/session/account-effects.ts'

export class AccountEffects extends original.AccountEffects {
  override all(): [] {
    return []
  }
}
