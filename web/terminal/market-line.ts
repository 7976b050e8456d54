import type { MarketView } from '../../shared/market-view.ts'
import { refusalSentences } from '../../shared/refusals.ts'
import type { RefusedCode } from '../socket/connection.ts'
import type { Namespace, PayloadOf, ReplyOf } from '../socket/wire.ts'
import type { Client } from '../store/client.ts'
import type { CommandOf, Commands } from '../store/commands.ts'
import type { Ended, Unknown } from '../store/send-until-known.ts'
import type { Topic } from '../store/topics.ts'

export interface Seen {
  view: MarketView
  /** False while the connection is lost: then this is the last known market. */
  isLive: boolean
}

export interface MarketLineDependencies<N extends Namespace> {
  client: Client<N> & { commands: Commands<N> }
  /** Shows the person why it takes long, or is impossible. */
  say: (line: string) => void
  /** Whether the person has left, so that nothing needs to be awaited any more. */
  left: AbortSignal
}

const patienceMs = 2_000
const settleMsMax = 2_000

const refusedTexts: Record<RefusedCode, string> = {
  forbidden: 'That isn’t the operator’s token.',
  unauthenticated: 'That isn’t the operator’s token.',
  unsupported_protocol: 'This client and that server are too far apart in age.',
}

/** A client of the market for a console, which asks one thing at a time. */
export class MarketLine<N extends Namespace> {
  readonly #dependencies: MarketLineDependencies<N>

  constructor(dependencies: MarketLineDependencies<N>) {
    this.#dependencies = dependencies
    dependencies.left.addEventListener('abort', () => this.close(), { once: true })
    dependencies.client.start()
  }

  /** The market, once the server has answered; null if it refuses or the person leaves. */
  async look(): Promise<Seen | null> {
    const { client, say, left } = this.#dependencies
    const hasAnswered = () => client.store.view() !== null || this.#refused() !== null
    if (!(await this.#until(hasAnswered, patienceMs)) && !left.aborted) {
      say('The market does not answer yet. Waiting for it; Ctrl-C leaves.')
      await this.#until(hasAnswered)
    }
    const refused = this.#refused()
    if (refused) say(refusedTexts[refused])
    const view = client.store.view()
    return view && !refused ? { view, isLive: client.store.freshness() === 'live' } : null
  }

  /** Sends a command until its outcome is known, and waits until the market shows it. */
  async send<E extends CommandOf<N>>(
    event: E,
    payload: Omit<PayloadOf<N, E>, 'id'>,
  ): Promise<Ended<ReplyOf<N, E>>> {
    const shown = new Set<Unknown>()
    const onUnknown = (why: Unknown) => {
      if (!shown.has(why)) this.#dependencies.say(unknownText(why))
      shown.add(why)
    }
    const ended = await this.#dependencies.client.commands.send(event, payload, { onUnknown })
    if (ended.kind === 'ok') await this.settle((ended.reply as object as { seq: number }).seq)
    return ended
  }

  /** Waits until the market is known up to `seq`, so that the next look shows the change; at most 2 s. */
  async settle(seq: number): Promise<void> {
    await this.#until(() => (this.#dependencies.client.store.position()?.seq ?? 0) >= seq, settleMsMax)
  }

  close(): void {
    this.#dependencies.client.stop()
  }

  #refused(): RefusedCode | null {
    const connection = this.#dependencies.client.store.connection()
    return connection.kind === 'refused' ? connection.code : null
  }

  /** Waits for `condition`. Returns false if `timeoutMs` passes or the person leaves before it holds. */
  #until(condition: () => boolean, timeoutMs?: number): Promise<boolean> {
    const { client, left } = this.#dependencies
    if (condition() || left.aborted) return Promise.resolve(condition())
    return new Promise((resolve) => {
      const topics: Topic[] = ['connection', 'products', 'shops']
      const stops = topics.map((topic) => client.topics.on(topic, () => condition() && done()))
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => done(), timeoutMs)
      const done = () => {
        for (const stop of stops) stop()
        clearTimeout(timer)
        left.removeEventListener('abort', done)
        resolve(condition())
      }
      left.addEventListener('abort', done)
    })
  }
}

const unknownText = (why: Unknown): string =>
  why === 'silence'
    ? 'No answer yet; asking again until it is known (nothing is done twice).'
    : (refusalSentences[why] ?? 'Not decided yet; asking again.')
