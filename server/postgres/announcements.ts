import type { Client } from 'pg'
import type { Logger } from 'pino'
import type { Clock, Timer } from '../os/clock.ts'
import { type Connector, DatabaseSession, destroy } from './database.ts'

export interface AnnouncementBounds {
  /** Announcements of one kind are at least this far apart. */
  distanceMs: number
  /** How long the connection that listens may take to answer. */
  answerMs: number
  heartbeatMs: number
  /** Polling instead, where announcements do not arrive. */
  unheardPollMs: number
  /** Polling finds what no announcement told of, or what comes while nothing can be heard. */
  pollMs: number
  /** While the database does not answer. */
  retryMs: number
}

export const announcementBounds: AnnouncementBounds = {
  distanceMs: 10,
  answerMs: 2_000,
  heartbeatMs: 5_000,
  unheardPollMs: 100,
  pollMs: 500,
  retryMs: 500,
}

interface Dependencies {
  database: Connector
  /** The name of this node, whose own announcements are ignored. */
  node: string
  clock: Clock
  logger: Logger
  bounds: AnnouncementBounds
}

/** What changed: entries of the journal, or records. */
export type Topic = 'entries' | 'records'

const channel = 'souk'

/**
 * Tells other nodes that there is something to read, and is told by them: by LISTEN and NOTIFY, outside of any append, since a NOTIFY
 * within a transaction takes a lock of the whole cluster. An announcement is only a hint: what it says is read from the
 * tables, and polled for besides.
 */
export class Announcements {
  readonly #dependencies: Dependencies
  readonly #sending: DatabaseSession
  readonly #listeners: Record<Topic, (() => void)[]> = { entries: [], records: [] }
  readonly #due = new Map<Topic, Timer>()
  #client: Client | null = null
  #timer: Timer | null = null
  #polling: Timer | null = null
  /** Waits for what this node announces to itself. */
  #probe: Timer | null = null
  #isUnheard = false
  #isClosed = false

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    this.#sending = new DatabaseSession(dependencies.database)
  }

  start(): void {
    void this.#listen()
    this.#poll()
  }

  on(topic: Topic, listener: () => void): void {
    this.#listeners[topic].push(listener)
  }

  /** Tells the other nodes, soon. Never rejects: they poll too. */
  announce(topic: Topic): void {
    const { clock, node, bounds } = this.#dependencies
    if (this.#isClosed || this.#due.has(topic)) return
    const send = (): void => {
      this.#due.delete(topic)
      this.#sending.query('select pg_notify($1, $2)', [channel, `${topic} ${node}`]).catch(() => undefined)
    }
    this.#due.set(topic, clock.schedule(bounds.distanceMs, send))
  }

  close(): void {
    this.#isClosed = true
    for (const timer of this.#due.values()) timer.cancel()
    this.#timer?.cancel()
    this.#polling?.cancel()
    this.#probe?.cancel()
    if (this.#client) destroy(this.#client)
    this.#sending.close()
  }

  async #listen(): Promise<void> {
    const { database, logger, bounds } = this.#dependencies
    try {
      const client = await database.connect({ query_timeout: bounds.answerMs, pipeline: false })
      if (this.#isClosed) return destroy(client)
      this.#client = client
      client.on('notification', ({ payload = '' }) => this.#heard(payload))
      await client.query(`listen ${channel}`)
      // What came before is not announced again.
      this.#wake('entries')
      this.#wake('records')
      this.#listenToItself()
      this.#beat(client)
    } catch (error) {
      logger.debug({ err: error }, 'the database does not announce anything')
      this.#listenAgain()
    }
  }

  /**
   * Announces something to itself, as it does to others: over another connection than the one that listens. A pooler in
   * transaction mode accepts LISTEN, and nothing ever arrives.
   */
  #listenToItself(): void {
    const { clock, node, logger, bounds } = this.#dependencies
    this.#probe?.cancel()
    this.#probe = clock.schedule(bounds.answerMs, () => {
      if (this.#isUnheard) return
      logger.warn('announcements of the database do not arrive: is there a pooler in transaction mode?')
      this.#isUnheard = true
      this.#polling?.cancel()
      this.#poll()
    })
    this.#sending.query('select pg_notify($1, $2)', [channel, `probe ${node}`]).catch(() => undefined)
  }

  #listenAgain(): void {
    const { clock, bounds } = this.#dependencies
    this.#probe?.cancel()
    if (this.#client) destroy(this.#client)
    this.#client = null
    if (!this.#isClosed) this.#timer = clock.schedule(bounds.retryMs, () => void this.#listen())
  }

  /** A connection that broke without a word would never announce anything again. */
  #beat(client: Client): void {
    const { clock, bounds } = this.#dependencies
    if (this.#isClosed) return
    this.#timer = clock.schedule(bounds.heartbeatMs, () => {
      client.query('select 1').then(
        () => this.#beat(client),
        () => this.#listenAgain(),
      )
    })
  }

  #heard(payload: string): void {
    const [topic, node] = payload.split(' ')
    if (node === this.#dependencies.node) {
      this.#probe?.cancel()
      this.#isUnheard = false
      return
    }
    if (topic === 'entries' || topic === 'records') this.#wake(topic)
  }

  #poll(): void {
    const { clock, bounds } = this.#dependencies
    const distanceMs = this.#isUnheard ? bounds.unheardPollMs : bounds.pollMs
    this.#polling = clock.schedule(distanceMs, () => {
      this.#wake('entries')
      this.#wake('records')
      this.#poll()
    })
  }

  #wake(topic: Topic): void {
    if (this.#isClosed) return
    for (const listener of this.#listeners[topic]) listener()
  }
}
