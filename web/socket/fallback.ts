import type { Timer } from './clock.ts'
import { fetchMarket, type Reach } from './session.ts'
import { transportMemory } from './transport-memory.ts'
import type { Choice, Ending, Trouble, TroubleDependencies } from './trouble.ts'

/** When to load the fallbacks: while the network still works, but after everything that the page shows. */
const loadMsMax = 2_500
const loadInStepMs = 1_000
/** The first connection waits no longer than this for the first market. On a slow network both continue in parallel. */
const firstMsMax = 1_500
/** A network that silently drops WebSockets must not keep a buyer waiting. */
const firstTryMsMax = 3_000

/** Loads {@link Trouble} when it is needed; most visits never need it. */
export class Fallback {
  readonly #dependencies: TroubleDependencies
  #timer: Timer
  #trouble: Trouble | null = null
  #loading: Promise<Trouble | null> | null = null
  #isOpen = false
  #reach: Reach | null = null

  constructor(dependencies: TroubleDependencies) {
    this.#dependencies = dependencies
    this.#timer = this.#loadIn(loadMsMax)
  }

  /** Loads a page's market by HTTP if none is known yet. Resolves when the first connection may start from it. */
  async first(): Promise<void> {
    const { clock, url, page, position, loaded } = this.#dependencies
    // A seller's market is private, and the server does not know yet whose page this is.
    if (!page || page === '/seller' || position()) return
    const load = fetchMarket(url, { kind: 'cookie' }, page, null).then(({ reach, market }) => {
      this.#reach = reach
      this.#trouble?.found(reach)
      if (market) loaded(market)
    })
    await Promise.race([load, new Promise<void>((resolve) => clock.schedule(firstMsMax, resolve))])
  }

  /** Resolves when the first transport can be chosen. */
  async ready(): Promise<void> {
    if (transportMemory.read()) await this.#load()
  }

  choose(): Choice {
    return this.#trouble?.choose() ?? { transports: ['websocket'], timeoutMs: firstTryMsMax }
  }

  opened(): void {
    this.#isOpen = true
    this.#trouble?.opened()
  }

  inStep(): void {
    if (this.#trouble) return this.#trouble.inStep()
    this.#timer.cancel()
    this.#timer = this.#loadIn(loadInStepMs)
  }

  ended(how: Ending): void {
    this.#isOpen = false
    this.#withTrouble((trouble) => trouble.ended(how))
  }

  noSession(): void {
    this.#withTrouble((trouble) => trouble.noSession())
  }

  close(): void {
    this.#timer.cancel()
    this.#trouble?.close()
  }

  #withTrouble(use: (trouble: Trouble) => void): void {
    if (this.#trouble) use(this.#trouble)
    else void this.#load().then((trouble) => trouble && use(trouble))
  }

  #loadIn(delayMs: number): Timer {
    return this.#dependencies.clock.schedule(delayMs, () => void this.#load())
  }

  #load(): Promise<Trouble | null> {
    this.#loading ??= import('./trouble.ts').then(
      (module) => {
        const trouble = new module.Trouble(this.#dependencies)
        if (this.#reach) trouble.found(this.#reach)
        if (this.#isOpen) trouble.opened()
        this.#trouble = trouble
        return trouble
      },
      () => {
        // Offline, a fallback would not help; the next try loads it again.
        this.#loading = null
        return null
      },
    )
    return this.#loading
  }
}
