import type { FastifyInstance, FastifyRequest } from 'fastify'
import { staffChange, staffInvite } from '../../shared/protocol/staff-messages.ts'
import type { Refusal } from '../../shared/refusals.ts'
import type { Staff } from '../session/staff.ts'
import { HttpRefusal } from './http-refusal.ts'
import { checked } from './request-input.ts'
import { checkSeller, type SellerDependencies } from './seller-request.ts'
import { requireSession } from './session-routes.ts'

export interface StaffDependencies extends SellerDependencies {
  staff: Staff
}

type OfOne = FastifyRequest<{ Params: { id: string } }>

/** Who works in a shop, for its owners and the operator; and why it is suspended, for all who work there. */
export async function staffRoutes(http: FastifyInstance, dependencies: StaffDependencies): Promise<void> {
  const { staff, market } = dependencies
  const listFor = (request: FastifyRequest, shopId: number) =>
    staff.list(shopId, requireSession(request, dependencies).account)
  /** Makes a change in the shop of a request, and answers with how it is then. */
  const changing = async (request: FastifyRequest, change: (shopId: number) => Promise<Refusal | null>) => {
    const { shopId } = checkSeller(request, dependencies)
    const refusal = await change(shopId)
    if (refusal) throw new HttpRefusal(refusal)
    return listFor(request, shopId)
  }
  http.get('/api/suspension', async (request, reply) => {
    const { shopId } = checkSeller(request, dependencies)
    reply.header('cache-control', 'private, no-store')
    return { reason: market.shops.get(shopId)?.suspendedFor ?? null }
  })
  http.get('/api/staff', async (request, reply) => {
    const { shopId } = checkSeller(request, dependencies)
    reply.header('cache-control', 'private, no-store')
    return listFor(request, shopId)
  })
  http.post('/api/staff/invites', async (request) => {
    const { shopId } = checkSeller(request, dependencies)
    const { role, email = null } = checked(staffInvite, request.body)
    const { account } = requireSession(request, dependencies)
    const shopName = market.shops.get(shopId)!.name
    const made = await staff.invite(account!, { shopId, role }, shopName, email)
    if ('code' in made) throw new HttpRefusal(made)
    return { url: `/invite#${made.secret}`, expiresAt: made.expiresAt, ...listFor(request, shopId) }
  })
  http.delete('/api/staff/invites/:id', async (request: OfOne) =>
    changing(request, (shopId) => staff.withdraw(shopId, request.params.id)),
  )
  http.post('/api/staff/:id', async (request: OfOne) =>
    changing(request, (shopId) =>
      staff.change(shopId, request.params.id, checked(staffChange, request.body).role),
    ),
  )
  http.delete('/api/staff/:id', async (request: OfOne) =>
    changing(request, (shopId) => staff.change(shopId, request.params.id, null)),
  )
}
