import { setTimeout as delay } from 'node:timers/promises'
import { openMany, sourceAddress } from '../wire/raw-socket-io.ts'
import { type OnChange, type ReadModel, StockFold, Watcher } from './watcher.ts'

/** How many clients parse and fold all that they get; the others only check bytes. */
const foldersMax = 200
const settleMsMax = 15_000

/** Many clients that watch a market on `/`, each in a connection of its own. */
export class Audience {
  readonly watchers: readonly Watcher[]
  /** Changes that arrived at all clients together. */
  deliveries = 0
  /** Called for each. */
  onChange: OnChange | null = null

  private constructor(page: ReadModel, count: number) {
    const tell: OnChange = (from, seq, bytes) => {
      this.deliveries += 1
      this.onChange?.(from, seq, bytes)
    }
    this.watchers = Array.from(
      { length: count },
      (_, index) => new Watcher(page, tell, index < foldersMax ? new StockFold(page) : null),
    )
  }

  /** Fetches the market once, and connects all clients with it. */
  static async open(port: number, count: number): Promise<Audience> {
    const page = await marketPage(port)
    const audience = new Audience(page, count)
    await openMany(count, (index) => audience.watchers[index]!.connect(port, sourceAddress(index)))
    return audience
  }

  /**
   * Waits until all have the market's seq, and throws when any of them missed a change. Clients that got a reset are
   * not checked, if that `mayHappen`.
   */
  async settle(port: number, { resets: mayHappen = false } = {}): Promise<void> {
    const startedAt = performance.now()
    const watchers = this.watchers.filter(({ resets }) => !mayHappen || resets === 0)
    for (;;) {
      const page = await marketPage(port)
      const behind = watchers.filter(({ position }) => position !== page.seq).length
      if (behind === 0) return check(watchers, page)
      if (performance.now() - startedAt > settleMsMax) throw new Error(`${behind} watchers stayed behind`)
      await delay(200)
    }
  }

  close(): void {
    for (const watcher of this.watchers) watcher.close()
  }
}

function check(watchers: readonly Watcher[], page: ReadModel): void {
  const count = (wrong: (watcher: Watcher) => boolean): number => watchers.filter(wrong).length
  const wrong = {
    gaps: count(({ gaps }) => gaps > 0),
    resets: count(({ resets }) => resets > 0),
    'wrong stocks': count((watcher) => !watcher.agreesWith(page)),
    'a connection cut off': count(({ isOpen }) => !isOpen),
  }
  const found = Object.entries(wrong).filter(([, number]) => number > 0)
  if (found.length > 0)
    throw new Error(`of the watchers ${found.map(([what, number]) => `${number} had ${what}`).join(', ')}`)
}

/** The public market; it may be a second old. */
async function marketPage(port: number): Promise<ReadModel> {
  const response = await fetch(`http://127.0.0.1:${port}/api/market`)
  if (!response.ok) throw new Error(`the market could not be fetched: ${response.status}`)
  return (await response.json()) as ReadModel
}
