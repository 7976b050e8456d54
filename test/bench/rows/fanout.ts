import { FanoutServer, onWatchedMarket } from '../load/broadcasts.ts'
import { inTurn, type Measurement } from '../load/turns.ts'
import { makeMarket } from '../market/small-market.ts'
import { compared, type Result, table } from '../report.ts'
import type { Scale } from '../scale.ts'
import { spread } from '../statistics.ts'

/**
 * Row 4. Changes delivered to many watchers, in turn with `ws` sending the same bytes from one prepared frame. Souk
 * paces its ticks, and leaves the rest of its core to purchases, so deliveries per second of CPU are compared, with a
 * limit at the same number of broadcasts a second. A limit at full speed would have an advantage: its clients are
 * always behind, so none has to be woken. The changes come from restocks, which are journalled; their cost in a market
 * without watchers is subtracted.
 */
export async function benchFanout(scale: Scale): Promise<Result[]> {
  const market = await makeMarket(scale.products)
  const { audience } = scale
  const measured = await onWatchedMarket(market, scale, (souk) => {
    const { bytes, pace } = souk
    return onWatchedMarket(market, { ...scale, audience: 0 }, (unwatched) =>
      FanoutServer.on('ws', { audience, bytes }, (ws) =>
        FanoutServer.on('io', { audience, bytes }, (io) =>
          inTurn([souk, unwatched, ws.paced(pace), ws.saturated(), io.saturated()], scale),
        ),
      ),
    )
  })
  const [watched = [], unwatched = [], paced = [], ws = [], io = []] = measured
  const souk = watched.map((whole, index) => without(whole, unwatched[index]!))
  const all = { souk, watched, paced, ws, io }
  print(scale, all)
  return resultsOf(all)
}

/** A load's figures less what another one took of the server's time. */
const without = (whole: Measurement, { serverShare }: Measurement): Measurement => ({
  ...whole,
  serverShare: whole.serverShare - serverShare,
  cpuMicroseconds: whole.cpuMicroseconds - (serverShare * 1e6) / whole.perSecond,
})

type Kinds = Record<'souk' | 'watched' | 'paced' | 'ws' | 'io', readonly Measurement[]>

function print(scale: Scale, { souk, watched, paced, ws, io }: Kinds): void {
  console.log(`\n## 4 Broadcasts to ${scale.audience} clients\n`)
  const head = ['', 'deliveries/s', 'broadcasts/s', 'server CPU µs each', 'server CPU %', 'load CPU %']
  const row = (name: string, all: readonly Measurement[]): string[] => [
    name,
    spread(all.map(({ perSecond }) => perSecond)),
    spread(all.map(({ perSecond }) => perSecond / scale.audience)),
    spread(all.map(({ cpuMicroseconds }) => cpuMicroseconds)),
    spread(all.map(({ serverShare }) => serverShare * 100)),
    spread(all.map(({ loadShare }) => loadShare * 100)),
  ]
  const rows = [
    row("ws, framed before, at Souk's pace", paced),
    row('ws, framed before, as many as go', ws),
    row('io.emit, as many as go', io),
    row('Souk, market:changed, restocks included', watched),
    row('Souk, market:changed', souk),
  ]
  console.log(table(head, rows))
}

function resultsOf({ souk, paced, ws, io }: Kinds): Result[] {
  const result = (limit: string, limits: readonly Measurement[]): Result => {
    const perCpuSecond = ({ cpuMicroseconds }: Measurement): number => 1e6 / cpuMicroseconds
    const what = `deliveries per CPU second beside ${limit}`
    return compared(
      { row: '4', what, goal: '≥ 0.9 ×' },
      souk.map(perCpuSecond),
      limits.map(perCpuSecond),
      (ratio) => ratio >= 0.9,
    )
  }
  return [
    result("ws framed before, at Souk's pace", paced),
    result('ws framed before, as many as go', ws),
    { ...result('io.emit, as many as go', io), goal: '', verdict: 'shown' },
  ]
}
