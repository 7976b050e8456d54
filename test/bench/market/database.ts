import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres, type TestPostgres } from '../../support/drivers/postgres.ts'
import type { Buyers } from '../load/buyers.ts'
import { connectBuyers } from '../load/selling.ts'
import type { Scale } from '../scale.ts'
import { cpuMs, type Measured, pinToServers, type RunOptions } from '../servers/measured.ts'
import { childrenOf, startSouk } from '../servers/souk.ts'
import { shapes } from '../wire/requests.ts'
import { audit } from './audit.ts'
import { fillMarket } from './small-market.ts'

/** Runs work with a PostgreSQL server, on the servers' core and on the disk that the folders of markets are on. */
export async function onPostgres<Result>(work: (postgres: TestPostgres) => Promise<Result>): Promise<Result> {
  const postgres = await startPostgres()
  try {
    for (const pid of processesOf(postgres)) pinToServers(pid)
    return await work(postgres)
  } finally {
    await postgres.remove()
  }
}

/** CPU time of a PostgreSQL server with those of its processes that still run. */
export const postgresCpuMs = (postgres: TestPostgres): number =>
  processesOf(postgres).reduce((sum, pid) => sum + cpuMs(pid), 0)

const processesOf = ({ pid }: TestPostgres): number[] => (pid === null ? [] : [pid, ...childrenOf(pid)])

/** Several nodes of one market, and the buyers of each. */
export interface RunningNodes {
  servers: readonly Measured[]
  buyers: readonly Buyers[]
}

/**
 * Runs work with so many nodes on a database of their own, and an equal part of all buyers at each. Then checks that all
 * acknowledged orders are in the journal; resolves also with their number.
 */
export async function onNodes<Result>(
  postgres: TestPostgres,
  { count, scale, options = {} }: { count: number; scale: Scale; options?: RunOptions },
  work: (nodes: RunningNodes) => Promise<Result>,
): Promise<{ result: Result; orders: number }> {
  const url = await postgres.createDatabase()
  const folders = await Promise.all(
    Array.from({ length: count }, () => mkdtemp(join(tmpdir(), 'souk-bench-'))),
  )
  const servers: Measured[] = []
  try {
    await fillMarket(scale.products, { SOUK_DATA: folders[0]!, SOUK_DATABASE_URL: url })
    for (const folder of folders) {
      const environment = { ...options.environment, SOUK_DATABASE_URL: url }
      servers.push(await startSouk(folder, { ...options, environment }))
    }
    const buyers: Buyers[] = []
    for (const server of servers)
      buyers.push(await connectBuyers(server, Math.ceil(scale.buyers / count), () => shapes.plain(1)))
    const result = await work({ servers, buyers })
    for (const each of buyers) each.close()
    for (const server of servers) await server.stop()
    const acknowledged = buyers.flatMap((each) => each.acknowledged)
    return { result, orders: await audit(folders[0]!, acknowledged, url) }
  } finally {
    for (const server of servers) await server.stop()
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  }
}
