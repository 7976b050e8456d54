import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as messages from '../../shared/protocol/account-messages.ts'
import { refuse } from '../../shared/refusals.ts'
import { viewOfShop } from '../broadcast/views.ts'
import type { Wish } from '../market/command.ts'
import { houseShopId } from '../market/shops.ts'
import type { DurableMarket } from '../market/state.ts'
import type { Outcome } from '../queue/outcome.ts'
import type { CommandQueue } from '../queue/queue.ts'
import type { AccountBook } from '../session/account-book.ts'
import type { Links } from '../session/links.ts'
import { byLink, checked } from './account-routes.ts'
import { HttpRefusal } from './http-refusal.ts'
import { type SessionParts, sessionOf } from './session-routes.ts'
import { wholeNumberOf } from './whole-number.ts'

interface Parts extends SessionParts {
  market: DurableMarket
  queue: CommandQueue
  book: AccountBook
  links: Links
  newId(): string
  /** In ms since 1970. */
  wallClock(): number
  bounds: { invitesMax: number }
}

/** What the operator does beside selling: invites sellers, resets passwords, suspends shops. */
export async function operatorRoutes(http: FastifyInstance, parts: Parts): Promise<void> {
  const { book, links, market } = parts
  http.post('/api/invites', async (request) => {
    checkOperator(request, parts)
    const { email = null, shopName = null } = checked(messages.inviteCreate, request.body ?? {})
    const { invitesMax } = parts.bounds
    if (book.openInvites(parts.wallClock()) >= invitesMax)
      throw new HttpRefusal(refuse('quota_reached', { what: 'invites', max: invitesMax }))
    const { secret, expiresAt } = await links.make({ kind: 'invite', accountId: null, email, shopName })
    return { url: `/invite#${secret}`, expiresAt }
  })
  http.post('/api/invites/look', async (request) => {
    const { secret } = checked(messages.linkLook, request.body)
    return byLink(request, parts, async () => {
      const link = links.find('invite', secret)
      if (!link) throw new HttpRefusal(refuse('not_found', {}))
      return { email: link.email, shopName: link.shopName, expiresAt: link.expiresAt }
    })
  })
  http.post('/api/resets', async (request) => {
    checkOperator(request, parts)
    const { email } = checked(messages.resetCreate, request.body)
    const account = book.byEmail(email)
    if (!account) throw new HttpRefusal(refuse('not_found', {}))
    const { secret, expiresAt } = await links.make({
      kind: 'reset',
      accountId: account.id,
      email,
      shopName: null,
    })
    return { url: `/reset#${secret}`, expiresAt }
  })
  http.get('/api/shops', async (request, reply) => {
    checkOperator(request, parts)
    reply.header('cache-control', 'private, no-store')
    const shops: messages.ListedShop[] = [...market.shops.map.values()].map(({ id, orderCount }) => ({
      shopId: id,
      email: book.ofShop(id)?.email ?? null,
      orders: orderCount,
    }))
    return { shops }
  })
  for (const deed of ['suspend', 'restore', 'clear'] as const)
    http.post<{ Params: { id: string } }>(`/api/shops/:id/${deed}`, async (request) => {
      checkOperator(request, parts)
      return turn(parts, deed, wholeNumberOf(request.params.id) ?? 0)
    })
}

/** Throws what all others are refused with. */
export function checkOperator(request: FastifyRequest, parts: SessionParts): void {
  const session = sessionOf(request, parts)
  if (!session) throw new HttpRefusal(refuse('unauthenticated'))
  if (parts.sessions.roleOf(session) !== 'operator') throw new HttpRefusal(refuse('forbidden'))
}

/** Suspends a shop, ends that, or deletes its products; the house shop is the operator's own, and closed by its own switch. */
async function turn({ queue, market, newId }: Parts, deed: 'suspend' | 'restore' | 'clear', shopId: number) {
  if (!market.shops.get(shopId) || shopId === houseShopId)
    throw new HttpRefusal(refuse('not_found', { shopId: Number.isSafeInteger(shopId) ? shopId : 0 }))
  const wish: Wish = { type: `shop:${deed}`, shopId }
  const command = {
    id: newId(),
    actor: { kind: 'operator', id: 'operator' } as const,
    content: wish.type,
    wish,
  }
  const outcome = await new Promise<Outcome>((reply) => queue.submit('operator', command, reply))
  if (outcome.kind === 'refused') {
    if (outcome.refusal.code !== 'conflict') throw new HttpRefusal(outcome.refusal)
    throw new HttpRefusal(
      refuse(
        'conflict',
        { shop: viewOfShop(market.shops.get(shopId)!) },
        'This shop has no products to delete.',
      ),
    )
  }
  return { shop: viewOfShop(market.shops.get(shopId)!), seq: outcome.seq }
}
