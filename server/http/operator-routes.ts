import { setImmediate as others } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import * as messages from '../../shared/protocol/account-messages.ts'
import type { CapacityReport } from '../../shared/protocol/operator-messages.ts'
import { refuse } from '../../shared/refusals.ts'
import { viewOfShop } from '../broadcast/views.ts'
import type { Capacity } from '../capacity/capacity.ts'
import type { ImportDesk } from '../csv/import-desk.ts'
import type { Images } from '../images/images.ts'
import type { Command } from '../market/command.ts'
import { houseShopId } from '../market/shops.ts'
import type { Clock, Random } from '../os/clock.ts'
import type { Outcome } from '../queue/outcome.ts'
import type { CommandQueue } from '../queue/queue.ts'
import type { AccountStore } from '../session/account-store.ts'
import type { OneTimeTokens } from '../session/one-time-tokens.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { HttpRefusal } from './http-refusal.ts'
import { checked, wholeNumberOf } from './request-input.ts'
import { requireSession, type SessionDependencies } from './session-routes.ts'

export interface OperatorDependencies extends SessionDependencies {
  market: DurableMarket
  queue: CommandQueue
  accounts: AccountStore
  oneTimeTokens: OneTimeTokens
  images: Images
  importDesk: ImportDesk
  capacity: Capacity
  quotas: CapacityReport['quotas']
  clock: Clock
  random: Random
  bounds: { invitesMax: number }
}

/** What the operator does besides selling: invites sellers, resets passwords, suspends shops. */
export async function operatorRoutes(
  http: FastifyInstance,
  dependencies: OperatorDependencies,
): Promise<void> {
  const { accounts, oneTimeTokens, market } = dependencies
  onlyForOperator(http, dependencies)
  http.post('/api/invites', async (request) => {
    const { email = null, shopName = null } = checked(messages.inviteCreate, request.body ?? {})
    const { invitesMax } = dependencies.bounds
    if (accounts.openLinks('invite', dependencies.clock.now()).length >= invitesMax)
      throw new HttpRefusal(refuse('quota_reached', { what: 'invites', max: invitesMax }))
    const link = await oneTimeTokens.make({ kind: 'invite', accountId: null, email, shopName })
    return { url: `/invite#${link.secret}`, expiresAt: link.expiresAt }
  })
  http.post('/api/resets', async (request) => {
    const { email } = checked(messages.resetCreate, request.body)
    const account = accounts.byEmail(email)
    if (!account) throw new HttpRefusal(refuse('not_found', {}))
    const link = await oneTimeTokens.make({ kind: 'reset', accountId: account.id, email, shopName: null })
    return { url: `/reset#${link.secret}`, expiresAt: link.expiresAt }
  })
  http.get('/api/shops', async (_request, reply) => {
    reply.header('cache-control', 'private, no-store')
    const shops: messages.ListedShop[] = [...market.shops.map.values()].map(({ id, orderCount }) => ({
      shopId: id,
      email: accounts.ownersOf(id)[0]?.email ?? null,
      orders: orderCount,
    }))
    return { shops }
  })
  http.get('/api/capacity', async (_request, reply): Promise<CapacityReport> => {
    reply.header('cache-control', 'private, no-store')
    return capacityReport(dependencies)
  })
  http.post<{ Params: { id: string } }>('/api/shops/:id/suspend', async (request) => {
    const { reason = null } = checked(messages.shopSuspend, request.body ?? {})
    const shopId = wholeNumberOf(request.params.id) ?? 0
    return setSuspended(dependencies, { type: 'shop:suspend', shopId, reason })
  })
  http.post<{ Params: { id: string } }>('/api/shops/:id/restore', async (request) => {
    const shopId = wholeNumberOf(request.params.id) ?? 0
    return setSuspended(dependencies, { type: 'shop:restore', shopId })
  })
  http.post<{ Params: { id: string } }>('/api/shops/:id/clear', async (request) => {
    return clear(dependencies, wholeNumberOf(request.params.id) ?? 0)
  })
}

/** How full the market is, and what each shop has. */
async function capacityReport({ market, images, importDesk, capacity, quotas }: OperatorDependencies) {
  const usages = await images.usage()
  const pending = await importDesk.usage()
  const shops = Array.from(market.shops.map.values(), ({ id, orderCount }) => ({
    shopId: id,
    products: market.assortments.of(id).live.size,
    orders: orderCount,
    images: usages.of(id).images,
    imageBytes: usages.of(id).bytes,
    pendingImports: pending.filesOf(id),
  }))
  return { bounds: await capacity.read(), shops, quotas }
}

/** Refuses a plugin's routes to everyone but the operator. */
export function onlyForOperator(http: FastifyInstance, dependencies: SessionDependencies): void {
  http.addHook('preHandler', async (request) => {
    if (dependencies.sessions.roleOf(requireSession(request, dependencies)) !== 'operator')
      throw new HttpRefusal(refuse('forbidden'))
  })
}

/** Suspends or restores a shop. */
async function setSuspended(
  dependencies: OperatorDependencies,
  command: Extract<Command, { type: 'shop:suspend' | 'shop:restore' }>,
) {
  const { shopId } = command
  const outcome = await submit(dependencies, shopId, command)
  // No state of a shop makes the market refuse this.
  if (outcome.kind === 'refused') throw new Error(`a suspension was refused: ${outcome.refusal.code}`)
  return { shop: viewOfShop(dependencies.market.shops.get(shopId)!), seq: outcome.seq }
}

/** Deletes a shop's products, and its pictures that no other shop shows. */
async function clear(dependencies: OperatorDependencies, shopId: number) {
  const { market, images } = dependencies
  const outcome = await submit(dependencies, shopId, { type: 'shop:clear', shopId })
  const removed = await images.clear(shopId, others)
  const shop = viewOfShop(market.shops.get(shopId)!)
  if (outcome.kind === 'refused' && removed === 0)
    throw new HttpRefusal(refuse('conflict', { shop }, 'This shop has nothing to delete.'))
  return { shop, seq: outcome.kind === 'refused' ? market.counters.seq : outcome.seq }
}

/** Submits a command as the operator. Throws refusals other than conflicts. The house shop cannot be its target. */
async function submit(
  { queue, market, random }: OperatorDependencies,
  shopId: number,
  command: Command,
): Promise<Outcome> {
  if (!market.shops.get(shopId) || shopId === houseShopId)
    throw new HttpRefusal(refuse('not_found', { shopId }))
  const actor = { kind: 'operator', id: 'operator' } as const
  const envelope = { id: random.uuid(), actor, payloadHash: command.type, command }
  const outcome = await new Promise<Outcome>((reply) => queue.submit('operator', envelope, reply))
  if (outcome.kind === 'refused' && outcome.refusal.code !== 'conflict')
    throw new HttpRefusal(outcome.refusal)
  return outcome
}
