import type { StaffRole } from '../../shared/catalog/staff.ts'
import { limits } from '../../shared/protocol/limits.ts'
import type { StaffList } from '../../shared/protocol/staff-messages.ts'
import { type Refusal, refuse } from '../../shared/refusals.ts'
import type { Clock } from '../os/clock.ts'
import { untilNoConflict } from '../records/records.ts'
import type { AccountStore } from './account-store.ts'
import { type Account, type Job, jobsOf, type OneTimeLink, roleIn, withRole } from './accounts.ts'
import type { OneTimeTokens } from './one-time-tokens.ts'
import type { PickupNames } from './pickup-names.ts'
import { operatorAccountId } from './sessions.ts'

interface Dependencies {
  accounts: AccountStore
  oneTimeTokens: OneTimeTokens
  pickupNames: Pick<PickupNames, 'get'>
  clock: Clock
  bounds: { staffPerShopMax: number; staffInvitesPerShopMax: number }
}

/**
 * Who works in a shop: their roles, and links that let others join. A change is durable once it resolves, and null; a
 * refusal changed nothing. Nodes may decide at the same time: the later one decides again on what the first made.
 */
export class Staff {
  readonly #dependencies: Dependencies

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /** All but the operator, who is an owner everywhere. */
  list(shopId: number, asking: string | null): StaffList {
    const { accounts, pickupNames } = this.#dependencies
    const staff = accounts.staffOf(shopId).flatMap((account) => {
      const { id, email, buyerId } = account
      if (email === null) return []
      const [name, role] = [pickupNames.get(buyerId) ?? null, roleIn(account, shopId)!]
      return [{ id, email, name, role, current: id === asking }]
    })
    const invites = this.#invitesOf(shopId).map(({ digest, email, job, expiresAt }) => ({
      id: digest,
      email,
      role: job.role,
      expiresAt,
    }))
    return { staff, invites }
  }

  /** Makes a link with which one person gets this role. */
  async invite(accountId: string, job: Job, shopName: string, email: string | null) {
    const { accounts, oneTimeTokens, clock, bounds } = this.#dependencies
    const refusal = this.#refuseMore(job.shopId)
    if (refusal) return refusal
    const max = bounds.staffInvitesPerShopMax
    if (this.#invitesOf(job.shopId).length >= max || accounts.isFullOfLinks(clock.now()))
      return refuse('quota_reached', { what: 'invites', max })
    return oneTimeTokens.make({ kind: 'staff', accountId, email, shopName, job })
  }

  /** Makes a link of this shop useless. */
  async withdraw(shopId: number, digest: string): Promise<Refusal | null> {
    const { accounts } = this.#dependencies
    return untilNoConflict(async () => {
      if (!this.#invitesOf(shopId).some((link) => link.digest === digest)) return refuse('not_found', {})
      await accounts.write([{ kind: 'link', key: digest, value: undefined }])
      return null
    })
  }

  /** Gives somebody who works in the shop another role, or, with null, none. */
  async change(shopId: number, accountId: string, role: StaffRole | null): Promise<Refusal | null> {
    const { accounts } = this.#dependencies
    return untilNoConflict(async () => {
      const account = accounts.byId(accountId)
      const before = account ? roleIn(account, shopId) : null
      if (before === null || accountId === operatorAccountId) return refuse('not_found', {})
      if (before === role) return null
      if (before === 'owner' && accounts.ownersOf(shopId).length === 1) return refuse('last_owner')
      await accounts.write([accounts.changeFor(accountId, (one) => withRole(one, shopId, role))])
      return null
    })
  }

  /** The job that a link's secret offers. Null if there is no such link any more, or its maker may no longer invite. */
  offerOf(secret: string): OfferedJob | null {
    const { accounts, oneTimeTokens } = this.#dependencies
    const link = oneTimeTokens.find('staff', secret)
    const host = accounts.byId(link?.accountId ?? null)
    if (!link?.job || !host) return null
    const mayInvite = host.id === operatorAccountId || roleIn(host, link.job.shopId) === 'owner'
    return mayInvite ? { link, job: link.job } : null
  }

  /** Why an account may not take up a job; null if it may. */
  refuseJob({ shopId }: Job, account?: Account): Refusal | null {
    const max = limits.jobsMax
    if (account && roleIn(account, shopId) !== null)
      return refuse('conflict', {}, 'You work in this shop already.')
    if (account && jobsOf(account).length >= max) return refuse('quota_reached', { what: 'jobs', max })
    return this.#refuseMore(shopId)
  }

  /** Takes up the job that a link offers; null where it offers none. */
  async join(accountId: string, secret: string): Promise<Refusal | Job | null> {
    const { accounts, oneTimeTokens } = this.#dependencies
    return untilNoConflict(async () => {
      const offer = this.offerOf(secret)
      const account = accounts.byId(accountId)
      if (!offer || !account) return null
      const { link, job } = offer
      const refusal = this.refuseJob(job, account)
      if (refusal) return refusal
      const employed = accounts.changeFor(accountId, (one) => withRole(one, job.shopId, job.role))
      await accounts.write([employed, oneTimeTokens.useOf(link)])
      return job
    })
  }

  #refuseMore(shopId: number): Refusal | null {
    const { accounts, bounds } = this.#dependencies
    const max = bounds.staffPerShopMax
    return accounts.staffOf(shopId).length >= max ? refuse('quota_reached', { what: 'staff', max }) : null
  }

  #invitesOf(shopId: number): (OneTimeLink & { job: Job })[] {
    const { accounts, clock } = this.#dependencies
    return accounts
      .openLinks('staff', clock.now())
      .flatMap((link) => (link.job?.shopId === shopId ? [{ ...link, job: link.job }] : []))
  }
}

export interface OfferedJob {
  link: OneTimeLink
  job: Job
}
