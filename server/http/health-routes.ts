import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics.ts'
import type { CommandQueue } from '../queue/queue.ts'

/** Alive, accepting commands, and what there is to measure. */
export async function healthRoutes(
  http: FastifyInstance,
  { queue, metrics }: { queue: CommandQueue; metrics: Metrics },
): Promise<void> {
  http.get('/healthz', async () => ({ ok: true }))
  http.get('/readyz', async (_request, reply) =>
    reply.status(queue.available ? 200 : 503).send({ ok: queue.available }),
  )
  http.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}
