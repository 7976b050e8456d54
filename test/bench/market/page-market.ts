import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../../server/app.ts'
import { readConfig } from '../../../server/config.ts'
import type { Command } from '../../../server/market/command.ts'
import type { Outcome } from '../../../server/queue/outcome.ts'
import { realEnvironment } from '../../../server/serve.ts'
import { builtClient } from '../../support/drivers/built-client.ts'

/** The distance between products that change together; prime, so that all are reached. */
const stride = 389

/** A market of many products, for pages to look at. */
export interface PageMarket {
  url: string
  /** Takes one piece of each of `count` products all over the market, in one tick; each time of other ones. */
  change(count: number): Promise<void>
  close(): Promise<void>
}

/** Starts one on a free port, in a folder that goes with it. */
export async function openPageMarket(products: number): Promise<PageMarket> {
  const folder = await mkdtemp(join(tmpdir(), 'souk-bench-'))
  const config = readConfig({ SOUK_DATA: folder, SOUK_LIMITS: 'off', LOG_LEVEL: 'error', PORT: '0' })
  const app = await createApp(config, { ...realEnvironment(config), distFolder: await builtClient() })
  const { port } = await app.listen()
  const submit = (command: Command) =>
    new Promise<Outcome>((reply) => {
      const actor = { kind: 'operator', id: 'operator' } as const
      app.core.queue.submit('bench', { id: randomUUID(), actor, payloadHash: '', command }, reply)
    })
  for (let index = 1; index <= products; index += 1) await submit(ware(index))
  let next = 0
  return {
    url: `http://127.0.0.1:${port}`,
    async change(count) {
      const commands = Array.from({ length: count }, () => {
        next = (next + stride) % products
        return submit({ type: 'product:restock', productId: next + 1, quantity: -1, reason: null })
      })
      await Promise.all(commands)
    },
    async close() {
      await app.close()
      await rm(folder, { recursive: true })
    },
  }
}

const ware = (index: number): Command => ({
  type: 'product:create',
  shopId: 1,
  name: `Ware ${String(index).padStart(4, '0')}`,
  description: 'Something that people like to have, described in one sentence.',
  category: `Category ${index % 12}`,
  price: 100 + index,
  stock: 1_000_000,
})
