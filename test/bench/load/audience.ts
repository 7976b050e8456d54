import { setTimeout as delay } from 'node:timers/promises'
import { openMany, sourceAddress } from '../wire/raw-socket-io.ts'
import { type OnChange, type ReadModel, StockFold, Watcher } from './watcher.ts'

/** As many parse and fold all that they get; the others look at bytes. */
const foldersMax = 200
const settleMsMax = 15_000

/** Many clients that watch a market on `/`, each in a connection of its own. */
export class Audience {
  readonly watchers: readonly Watcher[]
  /** Changes that arrived, over all. */
  deliveries = 0
  /** Is told of each. */
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

  /** Fetches the market once, as a page's server-side cache would, and lets all go on from there. */
  static async open(port: number, count: number): Promise<Audience> {
    const page = await marketPage(port)
    const audience = new Audience(page, count)
    await openMany(count, (index) => audience.watchers[index]!.connect(port, sourceAddress(index)))
    return audience
  }

  /**
   * Waits until all are where the market is, and throws when any of them missed something on the way. Those that
   * were told to begin anew are past looking at, if that `mayHappen`.
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

/** The market as everybody may fetch it; it may be a second old. */
async function marketPage(port: number): Promise<ReadModel> {
  const response = await fetch(`http://127.0.0.1:${port}/api/market`)
  if (!response.ok) throw new Error(`the market could not be fetched: ${response.status}`)
  return (await response.json()) as ReadModel
}
