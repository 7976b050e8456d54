import type { FastifyInstance } from 'fastify'
import { refuse } from '../../shared/refusals.ts'
import type { Metrics } from '../metrics.ts'
import type { CommandQueue } from '../queue/queue.ts'
import { HttpRefusal } from './http-refusal.ts'

/** Alive, accepting commands, and what there is to measure. */
export async function healthRoutes(
  http: FastifyInstance,
  { queue, metrics }: { queue: CommandQueue; metrics: Metrics },
): Promise<void> {
  http.get('/healthz', async () => ({ ok: true }))
  http.get('/readyz', async () => {
    if (!queue.available) throw new HttpRefusal(refuse('unavailable', { retryAfterMs: 1_000 }))
    return { ok: true }
  })
  http.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}
