import { Balancer } from '../../../server/start/balancer.ts'
import { atEnd } from './leftovers.ts'
import { sharedPostgres, type TestPostgres } from './postgres.ts'
import { type Market, MarketServer, type Setting } from './server.ts'

/** Two nodes of one market, on a database of their own. */
export async function startNodes(
  postgres: Promise<TestPostgres> = sharedPostgres(),
  startOne: (setting: Setting) => Promise<MarketServer> = MarketServer.start,
): Promise<[MarketServer, MarketServer]> {
  const url = await (await postgres).createDatabase()
  const start = () => startOne({ environment: { SOUK_DATABASE_URL: url } })
  return Promise.all([start(), start()])
}

/** One address for several nodes. */
export interface BalancedMarket extends Market {
  /** New connections go to this node from now on. */
  use(node: MarketServer): void
  /** The same, and all connections are cut. */
  moveTo(node: MarketServer): void
}

/** As a load balancer gives them, in front of one node at a time. */
export async function balance(node: MarketServer): Promise<BalancedMarket> {
  const balancer = new Balancer([node.port])
  const port = await balancer.listen(0, '127.0.0.1')
  atEnd(() => balancer.close())
  const use = (other: MarketServer): void => balancer.use([other.port])
  const moveTo = (other: MarketServer): void => {
    use(other)
    balancer.cut()
  }
  return { url: `http://127.0.0.1:${port}`, use, moveTo }
}
