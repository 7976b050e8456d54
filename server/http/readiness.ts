import type { BoundName } from '../../shared/protocol/operator-messages.ts'
import type { Capacity } from '../capacity/capacity.ts'
import type { CommandQueue } from '../queue/queue.ts'

/** Why orders cannot be taken, or which bounds are full although they can. */
export type Readiness =
  | { ready: true; full: BoundName[] }
  | { ready: false; reason: 'stopping' | 'journal_failed' | 'disk_full' }

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

/** Can the market take orders? A full bound makes it refuse some commands only, so it stays ready, and reports them. */
export async function readinessOf(
  queue: CommandQueue,
  capacity: Capacity,
  isStopping: boolean,
): Promise<Readiness> {
  if (isStopping || queue.state === 'closed') return { ready: false, reason: 'stopping' }
  if (queue.state === 'failed') return { ready: false, reason: 'journal_failed' }
  const disk = await capacity.use('disk')
  const isDiskFull = disk !== null && disk.max - disk.used < Math.min(diskBytesMin, disk.max * diskShareMin)
  if (queue.state === 'full' || isDiskFull) return { ready: false, reason: 'disk_full' }
  const full: BoundName[] = []
  for (const name of stoppingBounds) {
    const use = await capacity.use(name)
    if (use && use.used >= use.max) full.push(name)
  }
  return { ready: true, full }
}
