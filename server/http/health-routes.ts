import type { FastifyInstance } from 'fastify'
import { refuse } from '../../shared/refusals.ts'
import type { Capacity } from '../capacity/capacity.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { CommandQueue } from '../queue/queue.ts'
import { type Readiness, readinessOf } from './readiness.ts'

const reasons: Readonly<Record<(Readiness & { ready: false })['reason'], string>> = {
  stopping: 'The market is stopping.',
  journal_failed: 'The journal failed. The market stops.',
  disk_full: 'The disk is full. Orders are taken again as soon as there is space.',
}

/** Alive, accepting commands, and what there is to measure. */
export async function healthRoutes(
  http: FastifyInstance,
  { queue, metrics, capacity }: { queue: CommandQueue; metrics: Metrics; capacity: Capacity },
): Promise<void> {
  let isStopping = false
  http.addHook('preClose', async () => {
    isStopping = true
  })
  http.get('/healthz', async () => ({ ok: true }))
  http.get('/readyz', async (_request, reply) => {
    const readiness = await readinessOf(queue, capacity, isStopping)
    if (readiness.ready) return { ok: true, ...(readiness.full.length ? { full: readiness.full } : {}) }
    const error = refuse('unavailable', { retryAfterMs: 1_000 }, reasons[readiness.reason])
    return reply.status(503).send({ error: { ...error, reason: readiness.reason } })
  })
  http.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}
