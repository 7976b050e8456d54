import { readdir, readFile } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import type { LocalPostgres } from '../../../server/start/local-postgres.ts'
import { newId } from '../../support/builders/wares.ts'
import { join, joinSeller } from '../../support/drivers/client.ts'
import { get } from '../../support/drivers/http.ts'
import { databasesOf } from '../../support/drivers/postgres.ts'
import type { MarketProcess } from '../../support/drivers/server-process.ts'
import { completePrograms, queryServer, startWithStandby } from '../../support/drivers/standby.ts'
import type { Fault, FaultReport } from '../fault.ts'
import { judgeDatabase, readLines } from './judge.ts'
import { startNode } from './start-nodes.ts'
import { stock, Traffic } from './traffic.ts'

/** How long a removed standby is watched for: nothing may be acknowledged. */
const watchedMs = 3_000

const unable = (): FaultReport | null => {
  const skipped = completePrograms
    ? null
    : 'no PostgreSQL with pg_basebackup in /usr/lib/postgresql, which makes a standby'
  return skipped ? { figures: {}, violations: [], skipped } : null
}

interface Cluster {
  primary: LocalPostgres
  standby: LocalPostgres
  /** Names both hosts. */
  url: string
  /** Of the standby, once it is promoted. */
  standbyUrl: string
}

async function startCluster(isSynchronous: boolean): Promise<Cluster> {
  const { primary, standby } = await startWithStandby(completePrograms!)
  const made = await databasesOf(primary.url).createDatabase()
  if (isSynchronous) {
    await queryServer(primary, "alter system set synchronous_standby_names = 'standby'")
    await queryServer(primary, 'select pg_reload_conf()')
  }
  await until(async () => (await streams(primary)) > 0)
  const [first, second] = [new URL(primary.url).host, new URL(standby.url).host]
  const at = (hosts: string): string => made.replace(first, hosts)
  return { primary, standby, url: at(`${first},${second}`), standbyUrl: at(second) }
}

const streams = async (primary: LocalPostgres): Promise<number> =>
  (await queryServer(primary, "select from pg_stat_replication where state = 'streaming'")).length

const promote = (standby: LocalPostgres): Promise<unknown> => queryServer(standby, 'select pg_promote()')

async function until(holds: () => Promise<boolean>): Promise<void> {
  const startedMs = performance.now()
  while (!(await holds())) {
    if (performance.now() - startedMs > 15_000) throw new Error(`waited in vain: ${holds}`)
    await new Promise((resume) => setTimeout(resume, 20))
  }
}

/** The synchronous standby is removed, comes back, and is promoted after the primary was lost. */
export const failover: Fault = {
  name: 'standby removed and promoted',
  rules: ['G1', 'G5', 'G6', 'G7', 'G9'],
  async run({ seed }) {
    const skipped = unable()
    if (skipped) return skipped
    const { primary, standby, url, standbyUrl } = await startCluster(true)
    const nodes = await Promise.all([startNode(url), startNode(url)])
    const traffic = await Traffic.begin(nodes, 10)
    const violations: string[] = []
    await traffic.more(100)

    await standby.kill()
    await until(async () => (await streams(primary)) === 0)
    // What the standby had is still on its way to the buyers.
    await new Promise((resume) => setTimeout(resume, 300))
    const before = traffic.acknowledged.size
    const cancelled = await sellWithoutStandby(primary)
    const unconfirmed = traffic.acknowledged.size - before
    if (unconfirmed > 0) violations.push(`${unconfirmed} were acknowledged without a standby`)
    for (const node of nodes)
      if ((await get(`${node.url}/api/market`)).status !== 200) violations.push('browsing ended too')
    await standby.start()
    await traffic.more(100)

    await primary.kill()
    const startedMs = performance.now()
    await promote(standby)
    await traffic.more(1)
    const failoverMs = performance.now() - startedMs
    await traffic.more(100)
    await traffic.end()
    const verdict = await judgeDatabase(standbyUrl, traffic)
    return {
      figures: {
        ...verdict.figures,
        'acknowledged without a standby': unconfirmed,
        'waits for it cancelled': cancelled,
        'first order after the promotion': `${Math.round(failoverMs)} ms`,
        seed,
      },
      violations: [...violations, ...verdict.violations],
      skipped: null,
    }
  },
}

/** Watches the nodes for a while, in which an operator cancels what waits for the standby. Returns how often. */
async function sellWithoutStandby(primary: LocalPostgres): Promise<number> {
  const startedMs = performance.now()
  let cancelled = 0
  while (performance.now() - startedMs < watchedMs) {
    const rows = await queryServer(
      primary,
      "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'",
    )
    cancelled += rows.length
    await new Promise((resume) => setTimeout(resume, 500))
  }
  return cancelled
}

/** An asynchronous standby that has not got the last orders is promoted: the nodes must find out, and start anew. */
export const lossyFailover: Fault = {
  name: 'promotion with lost entries',
  rules: ['G4', 'G7'],
  async run({ seed }) {
    const skipped = unable()
    if (skipped) return skipped
    const { primary, standby, url, standbyUrl } = await startCluster(false)
    const nodes = await Promise.all([startNode(url), startNode(url)])
    const traffic = await Traffic.begin(nodes, 10)
    await traffic.more(100)
    await standby.kill()
    await traffic.more(100)
    await traffic.end()
    const watchers = await Promise.all(nodes.map((node) => join(node, '/')))
    const { epoch } = watchers[0]!.view!
    await primary.kill()
    await standby.start()
    await promote(standby)
    const kept = new Set((await readLines(standbyUrl)).map(({ id }) => id))
    const lost = [...traffic.acknowledged.keys()].filter((id) => !kept.has(id))

    const violations: string[] = [...traffic.violations]
    if (lost.length === 0) violations.push('nothing was lost, so nothing was tried')
    for (const node of nodes) {
      await sellUntilItEnds(node, traffic.product.id)
      const listed = await listedAsLost(node.folder)
      if (!lost.every((id) => listed.has(id)))
        violations.push('a node that stopped does not list what is lost')
    }
    for (const node of nodes) await node.start()
    await Promise.all(watchers.map((watcher) => watcher.ready()))
    const left = stock - (traffic.acknowledged.size - lost.length)
    const isRight = (): boolean =>
      watchers.every((watcher) => watcher.view!.epoch !== epoch && watcher.stock(traffic.product.id) === left)
    await watchers[0]!.until(isRight).catch(() => violations.push('a client shows the lost history'))
    return {
      figures: { acknowledged: traffic.acknowledged.size, 'lost by the database': lost.length, seed },
      violations,
      skipped: null,
    }
  },
}

/** The first command for which it takes its turn shows the node that the database is another one. */
async function sellUntilItEnds(node: MarketProcess, productId: number): Promise<void> {
  const { ended } = node
  const seller = await joinSeller(node)
  const restock = { id: newId(), productId, quantity: 1 }
  const answer = seller.requestUntilKnown('product:restock', restock).catch(() => null)
  if (await Promise.race([answer, ended!.then(() => null)]))
    throw new Error('a node goes on in a history that the database has lost')
  seller.leave()
  await ended
}

async function listedAsLost(folder: string): Promise<Set<string>> {
  const name = (await readdir(folder)).find((one) => one.startsWith('lost-'))
  if (!name) return new Set()
  const { orders } = JSON.parse(await readFile(joinPath(folder, name), 'utf8'))
  return new Set(orders.map(({ id }: { id: string }) => id))
}
