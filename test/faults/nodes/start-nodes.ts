import { Balancer } from '../../../server/start/balancer.ts'
import { atEnd } from '../../support/drivers/leftovers.ts'
import { sharedPostgres } from '../../support/drivers/postgres.ts'
import type { Market } from '../../support/drivers/server.ts'
import { MarketProcess } from '../../support/drivers/server-process.ts'

/** An empty database of the server that all faults share. */
export const makeDatabase = async (): Promise<string> => (await sharedPostgres()).createDatabase()

/** A node on a database, in a process of its own. */
export const startNode = (databaseUrl: string): Promise<MarketProcess> =>
  MarketProcess.start({ SOUK_DATABASE_URL: databaseUrl, SOUK_LIMITS: 'off', LOG_LEVEL: 'fatal' })

/** One address for several nodes; whoever loses a node, comes to another one. */
export async function balance(nodes: readonly MarketProcess[]): Promise<Market & { spread(): void }> {
  const balancer = new Balancer(nodes.map(({ port }) => port))
  const port = await balancer.listen(0, '127.0.0.1')
  atEnd(() => balancer.close())
  return { url: `http://127.0.0.1:${port}`, spread: () => balancer.cut() }
}
