import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { get } from '../support/drivers/http.ts'
import type { MarketProcess } from '../support/drivers/server-process.ts'

/** What a process needs in its environment for {@link heldMb}. */
export const collecting = {
  NODE_OPTIONS: `--import ${join(import.meta.dirname, '../bench/servers/collect-on-signal.ts')}`,
}

/**
 * The memory of a process after a garbage collection, in MB. Unlike its resident memory, which depends on when the
 * engine last collected, this is the same from run to run.
 */
export async function heldMb(market: MarketProcess): Promise<number> {
  for (let collection = 0; collection < 3; collection += 1) {
    process.kill(market.pid, 'SIGUSR2')
    await sleep(100)
  }
  const { body } = await get(`${market.url}/metrics`)
  const bytes = ['nodejs_heap_size_used_bytes', 'nodejs_external_memory_bytes'].map((name) =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(body.toString())?.[1]),
  )
  return bytes.reduce((sum, each) => sum + each, 0) / 1_048_576
}
