import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { OutputBudget } from '../edge/output-rates.ts'
import { rateKeyOf } from '../edge/rate-key.ts'
import { checkLimit } from './http-refusal.ts'
import type { SessionDependencies } from './session-routes.ts'

/** Small answers for monitoring. */
const always: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz', '/metrics'])

/** Limits the bytes that one address requests. Of interrupted answers, the part sent counts. */
export function boundOutput(http: FastifyInstance, { rates, sessions, trust }: SessionDependencies): void {
  const budgetOf = (request: FastifyRequest): OutputBudget =>
    rates.output.ofRequests(
      rateKeyOf(request.raw, sessions, trust),
      request.url.startsWith('/api/') && !request.url.startsWith('/api/export/') ? 'answers' : 'files',
    )
  http.addHook('onRequest', async (request, reply) => {
    if (always.has(request.routeOptions.url)) return
    const budget = budgetOf(request)
    // Commands have short answers, and matter most.
    const asks = request.method === 'GET' || request.method === 'HEAD'
    if (asks) checkLimit(budget.msUntilFree())
    const { socket } = request.raw
    const before = socket.bytesWritten
    reply.raw.once('close', () => budget.spend(socket.bytesWritten - before))
  })
}
