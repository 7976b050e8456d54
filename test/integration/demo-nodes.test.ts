import { chmod, readdir } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Market as MarketBody } from '../../shared/protocol/server-messages.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { operatorToken } from '../support/drivers/server.ts'
import { launch } from '../support/drivers/server-process.ts'

afterEach(leaveNothing)

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Process ids of nodes, in the order in which they were printed. */
const nodesIn = (output: string): number[] =>
  [...output.matchAll(/^(?: {2})?Node \d .* process (\d+): kill -9 \1$/gm)].map(([, pid]) => Number(pid))

test('[G10] the demo on two nodes goes on selling when one is killed, and leaves nothing behind', async () => {
  const folder = await makeTemporaryFolder()
  await chmod(folder, 0o755)
  const environment = { SOUK_DATA: joinPath(folder, 'demo'), SOUK_OPERATOR_TOKEN: operatorToken }
  const demo = launch('demo', environment, ['--nodes', '2'])
  const market = { url: `http://127.0.0.1:${await demo.listening}` }
  await expect.poll(() => nodesIn(demo.output)).toHaveLength(2)
  const { products } = (await (await fetch(`${market.url}/api/market`)).json()) as MarketBody
  expect((await fetch(`${market.url}/images/${products[0]!.image}`)).status).toBe(200)
  const product = await list(await joinSeller(market), { stock: 10 })
  const buyers = await Promise.all([
    join(market, '/'),
    join(market, '/'),
    join(market, '/'),
    join(market, '/'),
  ])
  const buyOneEach = async (left: number) => {
    for (const buyer of buyers) {
      await buyer.ready()
      expect(await buyer.requestUntilKnown('purchase:create', purchase(product))).toMatchObject({ ok: true })
    }
    await Promise.all(buyers.map((buyer) => buyer.until(() => buyer.stock(product.id) === left)))
  }
  await buyOneEach(6)
  const [killed, other] = nodesIn(demo.output) as [number, number]
  process.kill(killed, 'SIGKILL')
  await buyOneEach(2)
  await expect.poll(() => nodesIn(demo.output)).toHaveLength(3)
  expect(isRunning(other)).toBe(true)
  const again = nodesIn(demo.output)[2]!
  const { code } = await demo.end('SIGINT')
  expect(code).toBe(0)
  expect([killed, other, again].filter(isRunning)).toEqual([])
  expect(await readdir(joinPath(folder, 'demo/postgres/data'))).not.toContain('postmaster.pid')
})

test('[start] the number of nodes is checked, and belongs to the demo', async () => {
  const { code, output } = await launch('demo', {}, ['--nodes', '0']).ended
  expect({ code, output }).toEqual({
    code: 1,
    output: expect.stringMatching(/^--nodes must be a number.*\n$/),
  })
  const started = await launch('start', {}, ['--nodes', '2']).ended
  expect(started).toMatchObject({ code: 1, output: expect.stringMatching(/^--nodes is for the demo.*\n$/) })
})
