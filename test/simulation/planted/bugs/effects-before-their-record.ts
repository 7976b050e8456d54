import * as original from '../../../../server/session/account-store.ts'

export class AccountStore extends original.AccountStore {
  override async add(...change: Parameters<original.AccountStore['add']>): Promise<void> {
    void super.add(...change).catch(() => undefined)
  }
}
