import type { FastifyInstance } from 'fastify'
import type { BoundName } from '../../shared/protocol/operator-messages.ts'
import { refuse } from '../../shared/refusals.ts'
import type { Capacity } from '../capacity/capacity.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { CommandQueue } from '../queue/queue.ts'
import type { Storage } from '../storage/storage.ts'

export interface HealthDependencies {
  queue: CommandQueue
  metrics: Metrics
  capacity: Capacity
  storage: Pick<Storage, 'obstacle'>
}

/** Why orders cannot be taken. */
const reasons = {
  stopping: 'The market is stopping.',
  journal_failed: 'The journal failed. The market stops.',
  journal_away: 'The database does not answer. Orders are taken again as soon as it does.',
  older_node: 'A node of an earlier release runs, which cannot read what this one writes. Stop it.',
  clock_differs: "The clock differs from the database's by more than five seconds. Set it right.",
  disk_full: 'The disk is full. Orders are taken again as soon as there is space.',
} as const

/** When one of these bounds is reached, a part of the market stops and the rest goes on. */
const stoppingBounds: readonly BoundName[] = [
  'orders',
  'ordersEver',
  'products',
  'shops',
  'accounts',
  'images',
]

/** The journal needs some space to go on; on a very small disk, a share of it. */
const diskBytesMin = 1024 * 1024
const diskShareMin = 0.01

/** Alive, accepting commands, and what there is to measure. */
export async function healthRoutes(http: FastifyInstance, dependencies: HealthDependencies): Promise<void> {
  const { metrics, capacity } = dependencies
  let isStopping = false
  http.addHook('preClose', async () => {
    isStopping = true
  })
  http.get('/healthz', async () => ({ ok: true }))
  http.get('/readyz', async (_request, reply) => {
    const reason = isStopping ? 'stopping' : await obstacleOf(dependencies)
    if (reason) {
      const error = refuse('unavailable', { retryAfterMs: 1_000 }, reasons[reason])
      return reply.status(503).send({ error: { ...error, reason } })
    }
    // A full bound makes the market refuse some commands only, so it stays ready, and reports them.
    const full = await fullBounds(capacity)
    return { ok: true, ...(full.length ? { full } : {}) }
  })
  http.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
}

/** Why the market cannot take orders; null if it can. */
async function obstacleOf({
  queue,
  capacity,
  storage,
}: HealthDependencies): Promise<keyof typeof reasons | null> {
  if (queue.state === 'closed') return 'stopping'
  if (queue.state === 'failed') return 'journal_failed'
  if (storage.obstacle) return storage.obstacle
  if (queue.state === 'away') return 'journal_away'
  const disk = await capacity.use('disk')
  const isDiskFull = disk !== null && disk.max - disk.used < Math.min(diskBytesMin, disk.max * diskShareMin)
  return queue.state === 'full' || isDiskFull ? 'disk_full' : null
}

async function fullBounds(capacity: Capacity): Promise<BoundName[]> {
  const full: BoundName[] = []
  for (const name of stoppingBounds) {
    const use = await capacity.use(name)
    if (use && use.used >= use.max) full.push(name)
  }
  return full
}
