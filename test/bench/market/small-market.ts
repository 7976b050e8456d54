import { randomUUID } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../../server/config.ts'
import { createCore } from '../../../server/core.ts'
import type { Command } from '../../../server/market/command.ts'
import { realEnvironment } from '../../../server/serve.ts'
import { operatorToken } from '../servers/souk.ts'
import { unitPrice } from '../wire/requests.ts'

/** More than any run sells. */
const stock = 100_000_000
/** As many as one source may have waiting. */
const groupSize = 1_000

const made = new Map<number, Promise<string>>()

/** The folder of a market of this many products that has sold nothing; made once, and gone with this process. */
export function makeMarket(products: number): Promise<string> {
  const making = made.get(products) ?? makeNow(products)
  made.set(products, making)
  return making
}

async function makeNow(products: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'souk-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await fillMarket(products, { SOUK_DATA: folder })
  return folder
}

/** Opens a market where the environment says, and lists this many products. */
export async function fillMarket(products: number, environment: Record<string, string>): Promise<void> {
  const config = readConfig({ SOUK_OPERATOR_TOKEN: operatorToken, LOG_LEVEL: 'error', ...environment })
  const core = await createCore(config, realEnvironment(config))
  const create = (command: Command): Promise<void> =>
    new Promise((done, fail) => {
      const actor = { kind: 'operator', id: 'operator' } as const
      core.queue.submit('bench', { id: randomUUID(), actor, payloadHash: '', command }, (outcome) =>
        outcome.kind === 'done' ? done() : fail(new Error(outcome.refusal.code)),
      )
    })
  for (let made = 0; made < products; made += groupSize) {
    const length = Math.min(groupSize, products - made)
    await Promise.all(Array.from({ length }, (_, index) => create(product(made + index + 1))))
  }
  await core.close()
}

const product = (number: number): Command => ({
  type: 'product:create',
  shopId: 1,
  name: `Product ${number}`,
  description: 'Something that people like to have, described in one sentence.',
  category: `Category ${number % 12}`,
  price: unitPrice,
  stock,
})

/** Works on a copy of a market's folder, which is gone afterwards. */
export async function onCopy<Result>(
  folder: string,
  work: (copy: string) => Promise<Result>,
): Promise<Result> {
  const copy = await mkdtemp(join(tmpdir(), 'souk-bench-'))
  try {
    cpSync(folder, copy, { recursive: true })
    return await work(copy)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}
