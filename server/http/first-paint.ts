import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import { type Language, localeOf } from '../../shared/language.ts'
import type { Brand } from '../../shared/protocol/brand-messages.ts'
import type { Page } from '../broadcast/read-models.ts'
import type { Clock } from '../os/clock.ts'
import type { ThreadAnswer, ThreadQuestion, ThreadSettings } from './first-paint-thread.ts'
import { keepNewest } from './keep-newest.ts'

export interface FirstPaintDependencies {
  distFolder: string
  demo: boolean
  /** The market as everybody sees it. */
  page: () => Promise<Page>
  /** How the market looks; null while nothing is set. */
  brand: () => Brand | null
  clock: Clock
  logger: Logger
  bounds: {
    /** A page is written at most once in this time, however many ask. */
    firstPaintMsMax: number
    /** A page is sent without its content rather than later than this. */
    firstPaintWaitMsMax: number
    /** A thread that has not answered for this long is ended. */
    firstPaintStallMsMax: number
    firstPaintPagesMax: number
    firstPaintLengthMax: number
    firstPaintWaitingMax: number
    /** Readers of further locales get the plain one of their language. */
    firstPaintLocalesMax: number
    /** The market is passed on less often the larger it is: a million characters each time this has passed. */
    firstPaintMsPerMillion: number
  }
}

/** For whom a page is written. */
export interface Reader {
  language: Language
  /** The locales they asked for, the preferred one first. */
  wanted: readonly string[]
}

type Asked = Pick<ThreadQuestion & { kind: 'page' }, 'path' | 'language' | 'locale'>

interface Written {
  html: Promise<string | null>
  madeAt: number
}

const notWritten = 'a page was sent without its content'

const post = (worker: Worker, question: ThreadQuestion): void => worker.postMessage(question)

/**
 * Writes the storefront's pages, so that people and search engines can read them before any script has run. The code
 * that does it is the browser's own, as built, in a thread of its own: no purchase waits for a page, and a page that
 * fails is sent without its content.
 */
export class FirstPaint {
  readonly #dependencies: FirstPaintDependencies
  readonly #file: string
  /** Written instead of the nonce, which differs each time a page is sent. No seller's text can contain it. */
  readonly #noncePlace: string = randomUUID()
  readonly #pages = new Map<string, Written>()
  readonly #waiting = new Map<number, (answer: ThreadAnswer | null) => void>()
  readonly #locales = new Set<string>()
  #worker: Worker | null = null
  #lastId = 0
  #market = ''
  #marketAt = Number.NEGATIVE_INFINITY
  #marketLength = 0
  #mayStartAt = Number.NEGATIVE_INFINITY

  constructor(dependencies: FirstPaintDependencies) {
    this.#dependencies = dependencies
    this.#file = join(dependencies.distFolder, 'first-paint/pages.js')
    if (!existsSync(this.#file)) this.#mayStartAt = Number.POSITIVE_INFINITY
  }

  /** The content of the page at a path; null if it cannot be had in time. */
  async html(path: string, { language, wanted }: Reader, nonce: string): Promise<string | null> {
    const { clock, bounds } = this.#dependencies
    const locale = this.#localeOf(language, wanted)
    const key = `${language} ${locale} ${path}`
    const known = this.#pages.get(key)
    const isFresh = known && clock.monotonic() - known.madeAt < bounds.firstPaintMsMax
    const html = await (isFresh ? known.html : this.#write(key, { path, language, locale }))
    return html?.replaceAll(this.#noncePlace, nonce) ?? null
  }

  async close(): Promise<void> {
    this.#mayStartAt = Number.POSITIVE_INFINITY
    await this.#end()
  }

  #localeOf(language: Language, wanted: readonly string[]): string {
    const locale = localeOf(language, wanted)
    if (this.#locales.size < this.#dependencies.bounds.firstPaintLocalesMax) this.#locales.add(locale)
    return this.#locales.has(locale) ? locale : language
  }

  #write(key: string, page: Asked): Promise<string | null> {
    const { clock, bounds } = this.#dependencies
    if (this.#waiting.size >= bounds.firstPaintWaitingMax) return Promise.resolve(null)
    const written = { html: this.#ask(page), madeAt: clock.monotonic() }
    keepNewest(this.#pages, key, written, bounds.firstPaintPagesMax)
    return written.html
  }

  async #ask(asked: Asked): Promise<string | null> {
    const { logger, bounds } = this.#dependencies
    const worker = this.#running()
    if (!worker) return null
    try {
      await this.#passMarket(worker)
      const answer = await this.#answer(worker, asked)
      if (answer?.error) logger.warn({ ...asked, error: answer.error }, notWritten)
      const html = answer?.html ?? null
      return html !== null && html.length <= bounds.firstPaintLengthMax ? html : null
    } catch (error) {
      logger.warn({ ...asked, error }, notWritten)
      return null
    }
  }

  /** Resolves with null when it takes too long; the page is sent without then, and the next one finds it. */
  #answer(worker: Worker, asked: Asked): Promise<ThreadAnswer | null> {
    const { clock, bounds } = this.#dependencies
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve) => {
      const late = clock.schedule(bounds.firstPaintWaitMsMax, () => resolve(null))
      const stalled = clock.schedule(bounds.firstPaintStallMsMax, () => {
        if (this.#worker === worker) void this.#end()
      })
      this.#waiting.set(id, (answer) => {
        late.cancel()
        stalled.cancel()
        this.#waiting.delete(id)
        resolve(answer)
      })
      post(worker, { kind: 'page', id, ...asked })
    })
  }

  async #passMarket(worker: Worker): Promise<void> {
    const { clock, page, brand, bounds } = this.#dependencies
    const now = clock.monotonic()
    const distanceMs = Math.max(
      bounds.firstPaintMsMax,
      (this.#marketLength / 1_000_000) * bounds.firstPaintMsPerMillion,
    )
    if (now - this.#marketAt < distanceMs) return
    this.#marketAt = now
    const { epoch, seq, pieces, length } = await page()
    const look = JSON.stringify(brand())
    const market = `${epoch}:${seq} ${look}`
    if (market === this.#market || worker !== this.#worker) return
    this.#market = market
    this.#marketLength = length
    post(worker, { kind: 'market', text: `{"brand":${look},"market":${pieces.join('')}}` })
  }

  #running(): Worker | null {
    const { clock, demo, logger, bounds } = this.#dependencies
    if (this.#worker || clock.monotonic() < this.#mayStartAt) return this.#worker
    const settings: ThreadSettings = { file: this.#file, demo, nonce: this.#noncePlace }
    const worker = new Worker(new URL('./first-paint-thread.ts', import.meta.url), {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    worker.unref()
    worker.on('message', (answer: ThreadAnswer) => this.#waiting.get(answer.id)?.(answer))
    worker.on('error', (error) => logger.warn({ error }, 'the thread that writes pages has failed'))
    worker.on('exit', () => {
      if (this.#worker === worker) void this.#end()
    })
    this.#worker = worker
    this.#mayStartAt = clock.monotonic() + bounds.firstPaintStallMsMax
    return worker
  }

  async #end(): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    this.#market = ''
    this.#marketAt = Number.NEGATIVE_INFINITY
    for (const answer of [...this.#waiting.values()]) answer(null)
    await worker?.terminate()
  }
}
