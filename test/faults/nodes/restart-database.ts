import pg from 'pg'
import { seededRandom } from '../../../shared/seeded-random.ts'
import { atEnd } from '../../support/drivers/leftovers.ts'
import { startPostgres } from '../../support/drivers/postgres.ts'
import type { Fault } from '../fault.ts'
import { judgeDatabase } from './judge.ts'
import { startNode } from './start-nodes.ts'
import { Traffic } from './traffic.ts'

/** Ends the database at once and starts it again, and ends single connections of the nodes in between. */
export const restartDatabase: Fault = {
  name: 'database restarts',
  rules: ['G1', 'G5', 'G6', 'G9', 'G10'],
  async run({ scale, seed }) {
    if (process.env.SOUK_TEST_DATABASE_URL)
      return { figures: {}, violations: [], skipped: 'SOUK_TEST_DATABASE_URL is not ours to restart' }
    const random = seededRandom(seed)
    const restarts = scale === 'full' ? 20 : 2
    const postgres = await startPostgres()
    atEnd(() => postgres.remove())
    const url = await postgres.createDatabase()
    const nodes = await Promise.all([startNode(url), startNode(url)])
    const traffic = await Traffic.begin(nodes, 10)
    let awayMs = 0
    let worstMs = 0
    let ended = 0
    for (let restart = 0; restart < restarts; restart += 1) {
      await new Promise((resume) => setTimeout(resume, random.integer(5, 500)))
      const killedMs = performance.now()
      await postgres.kill()
      await postgres.start()
      const startedMs = performance.now()
      awayMs = Math.max(awayMs, startedMs - killedMs)
      await traffic.more(1)
      worstMs = Math.max(worstMs, performance.now() - startedMs)
      await traffic.more(50)
      ended += await endConnections(url, random.integer(0, 3))
      await traffic.more(50)
    }
    await traffic.end()
    const { figures, violations } = await judgeDatabase(url, traffic)
    return {
      figures: {
        restarts,
        'connections ended besides': ended,
        ...figures,
        'database away at most': `${Math.round(awayMs)} ms`,
        'longest time until the first order after a restart': `${Math.round(worstMs)} ms`,
        'longest wait': `${Math.max(...nodes.map((node) => traffic.longestMs(node)))} ms`,
        seed,
      },
      violations,
      skipped: null,
    }
  },
}

/** Of all nodes, every fourth: those of turns, reads, announcements and records alike. */
async function endConnections(url: string, offset: number): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'souk' and datname = current_database() and pid % 4 = $1`,
    [offset],
  )
  await client.end()
  return rowCount ?? 0
}
