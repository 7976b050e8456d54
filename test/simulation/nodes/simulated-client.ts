import { EventEmitter } from 'node:events'
import type { Client, ClientConfig } from 'pg'
import type { Timer } from '../../../server/os/clock.ts'
import { type Connector, DatabaseAway } from '../../../server/postgres/database.ts'
import type { MarketProcess } from '../market-process.ts'
import type { DatabaseLine } from './database-line.ts'
import type { FromServer, ServerSession } from './server-session.ts'
import type { SimulatedPostgres } from './simulated-postgres.ts'

/** The process that connects, the machine that it runs on, and how it reaches the server. */
export interface ClientSide {
  process: Pick<MarketProcess, 'clock' | 'isAlive' | 'run' | 'whenEnded'>
  machine: number
  line: DatabaseLine
  server: SimulatedPostgres
}

interface Pending {
  resolve(answer: object): void
  reject(error: Error): void
  timer: Timer
}

const connectMs = 2_000
const answerMs = 5_000

/** Makes connections to the simulated server, in place of `Database`. */
export const connectorTo = (side: ClientSide): Connector => ({
  connect: async (config: ClientConfig = {}) => {
    const client = new SimulatedClient(side, (config as { query_timeout?: number }).query_timeout ?? answerMs)
    try {
      await client.connect()
    } catch (error) {
      throw new DatabaseAway('the simulated database does not answer', { cause: error })
    }
    // As much of pg's client as Souk uses.
    return client as unknown as Client
  },
})

/** A connection as its client sees it: statements are sent without waiting for the answers before. */
class SimulatedClient extends EventEmitter {
  readonly connection = { stream: { destroy: () => this.#destroy() } }
  readonly #side: ClientSide
  readonly #answerMs: number
  readonly #toServer: (arrive: () => void) => void
  readonly #toClient: (arrive: () => void) => void
  #session: ServerSession | null = null
  #pending: Pending[] = []
  #isDestroyed = false

  constructor(side: ClientSide, answersMs: number) {
    super()
    this.#side = side
    this.#answerMs = answersMs
    this.#toServer = side.line.direction(() => this.#session?.receiveHalf())
    this.#toClient = side.line.direction()
    side.process.whenEnded(() => this.#leave())
  }

  connect(): Promise<void> {
    const { server, machine, process } = this.#side
    return new Promise((resolve, reject) => {
      const timer = process.clock.schedule(connectMs, () => {
        this.#destroy()
        reject(new Error('timeout expired'))
      })
      const fail = (): void => {
        timer.cancel()
        reject(new Error('connection refused'))
      }
      this.#toServer(() => {
        if (server.isAway && server.isSilent) return
        if (server.isAway) return this.#arrive(fail)
        if (this.#isDestroyed) return
        this.#session = server.connect(machine, (message) => this.#arrive(() => this.#receive(message)))
        this.#arrive(() => {
          timer.cancel()
          resolve()
        })
      })
    })
  }

  query(statement: string | { text: string; values?: unknown[] }): Promise<object> {
    const { text, values = [] } = typeof statement === 'string' ? { text: statement } : statement
    return new Promise((resolve, reject) => {
      if (this.#isDestroyed) return reject(new Error('the client was closed'))
      const timer = this.#side.process.clock.schedule(this.#answerMs, () =>
        reject(new Error('Query read timeout')),
      )
      this.#pending.push({ resolve, reject, timer })
      this.#toServer(() => this.#session?.receive({ text, values }))
    })
  }

  async end(): Promise<void> {
    this.#destroy()
  }

  #arrive(run: () => void): void {
    this.#toClient(() => this.#side.process.run(() => !this.#isDestroyed && run()))
  }

  #receive(message: FromServer): void {
    if (message.kind === 'notification') return void this.emit('notification', message)
    if (message.kind === 'closed') return this.#broke(message.message)
    const pending = this.#pending.shift()
    pending?.timer.cancel()
    if (message.kind === 'answer') pending?.resolve(message)
    else pending?.reject(Object.assign(new Error(message.message), { code: message.code }))
  }

  #broke(message: string): void {
    this.#destroy()
    for (const { reject, timer } of this.#pending.splice(0)) {
      timer.cancel()
      reject(new Error(message))
    }
    if (this.listenerCount('error') > 0) this.emit('error', new Error(message))
  }

  /** Of a process that has ended no call returns; what is on its way still arrives. */
  #leave(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.#toServer(() => this.#session?.receive('end'))
  }

  #destroy(): void {
    this.#leave()
    for (const { reject, timer } of this.#pending.splice(0)) {
      timer.cancel()
      reject(new Error('Connection terminated'))
    }
  }
}
