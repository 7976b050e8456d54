import { join as joinPath } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { type Ending, endings, RejoiningClient } from '../support/drivers/rejoining-client.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault, FaultSetting } from './fault.ts'
import { collecting, heldMb } from './memory.ts'

/** A leak of 100 bytes a join would exceed this after 100,000 joins. */
const heldMbMax = 10

const plain = `--import ${joinPath(import.meta.dirname, '../support/doubles/lock-inside.mjs')}`

/**
 * One connection leaves a namespace and joins it again, thousands of times, and then ends in every way there is; with
 * the direct way to sockets and without, limits lifted. Then the same with limits on.
 */
export const rejoining: Fault = {
  name: 'rejoining without end',
  rules: ['G13', 'G8'],
  async run({ scale, seed }) {
    const rejoins = scale === 'full' ? 20_000 : 300
    const violations: string[] = []
    const figures: Record<string, number | string> = { rejoins, endings: endings.length }
    for (const [mode, options] of [
      ['direct', ''],
      ['plain', plain],
    ] as const) {
      figures[`held more, ${mode}`] = await unlimited(rejoins, options, violations, waysOf(scale))
    }
    Object.assign(figures, await limited({ scale, seed }, violations), { seed })
    return { figures, violations, skipped: null }
  },
}

/** Without limits nobody is cut off, and the server needs 15 seconds to notice a missing pong. */
const waysOf = (scale: FaultSetting['scale']): Ending[] =>
  endings.filter(
    (ending) =>
      ending !== 'rejoins until it is cut off' && (scale === 'full' || ending !== 'answers no ping'),
  )

async function unlimited(
  rejoins: number,
  nodeOptions: string,
  violations: string[],
  ways: readonly Ending[],
): Promise<string> {
  const market = await MarketProcess.start({
    SOUK_LIMITS: 'off',
    LOG_LEVEL: 'fatal',
    NODE_OPTIONS: `${collecting.NODE_OPTIONS} ${nodeOptions}`,
  })
  const bystander = await join(market, '/')
  const warmUp = await RejoiningClient.open(market)
  await warmUp.rejoin(300)
  await warmUp.end('closes the WebSocket')
  const before = await heldMb(market)
  let grown = 0
  for (const ending of ways) {
    const client = await RejoiningClient.open(market)
    const joined = await client.rejoin(rejoins)
    if (joined < rejoins) violations.push(`the connection was closed after ${joined} joins`)
    grown = Math.max(grown, (await heldMb(market)) - before)
    await client.end(ending)
    if ((await get(`${market.url}/healthz`)).status !== 200) violations.push(`not alive: ${ending}`)
  }
  if (!bystander.socket.connected) violations.push('somebody who did nothing was cut off')
  if (grown > heldMbMax) violations.push(`${grown.toFixed(1)} MB are held for one connection`)
  await market.end('SIGKILL')
  return `${grown.toFixed(1)} MB`
}

/** Sixty connections that rejoin as fast as they can, and reconnect when they are cut off. */
async function limited({ scale }: FaultSetting, violations: string[]): Promise<Record<string, number>> {
  const market = await MarketProcess.start({ LOG_LEVEL: 'fatal' })
  const bystander = await join(market, '/')
  // New guests have a limit of their own, so all connections use one known session.
  const { token } = bystander.stream
  const auth = { watch: false, token: token! }
  let joins = 0
  let cutOff = 0
  const turns = scale === 'full' ? 20 : 2
  const one = async (): Promise<void> => {
    for (let turn = 0; turn < turns; turn += 1) {
      // The address has a limit of joins too: retry after a refusal.
      const client = await RejoiningClient.open(market, auth.token).catch(() => null)
      if (!client) {
        await sleep(100)
        continue
      }
      const joined = await client.rejoin(1_000, { auth })
      joins += joined
      if (joined < 1_000) cutOff += 1
      else violations.push('a connection joined a thousand times')
    }
  }
  await Promise.all(Array.from({ length: 60 }, one))
  if (!bystander.socket.connected) violations.push('somebody who did nothing was cut off')
  return { 'joins with limits on': joins, 'connections cut off': cutOff }
}
