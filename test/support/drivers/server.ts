import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { type App, createApp } from '../../../server/app.ts'
import { type Bounds, bounds } from '../../../server/bounds.ts'
import { readConfig } from '../../../server/config.ts'
import { lockFolder } from '../../../server/disk/folder-lock.ts'
import { nodeDisk } from '../../../server/disk/node-disk.ts'
import type { Environment } from '../../../server/environment.ts'
import { systemClock, systemRandom } from '../../../server/os/system.ts'
import { argon2id } from '../../../server/session/passwords.ts'
import { makeTemporaryFolder } from '../builders/temporary-folder.ts'
import { makeInProcess } from '../doubles/make-in-process.ts'
import { atEnd } from './leftovers.ts'

export const operatorToken = 'operator-token-of-tests'

/** Where a market is reached. */
export interface Market {
  readonly url: string
}

export interface LogLine {
  level: number
  msg: string
  [field: string]: unknown
}

/** What a test wants otherwise than a newcomer has it. */
export interface Setting {
  /** A folder that exists, instead of a new one. */
  folder?: string
  environment?: Record<string, string>
  bounds?: { readonly [Part in keyof Bounds]?: Partial<Bounds[Part]> }
  world?: Partial<Environment>
}

/** For tests in which one guest orders more than a person would, and that are about something else. */
export const tirelessBuyers = {
  market: { openOrdersPerGuestMax: 1_000_000 },
  rates: { ordersPerGuestAtOnce: 1_000_000, cancellationsPerBuyerAtOnce: 1_000_000 },
} as const

/** A real market in this process: real disk, real sockets, a port of its own that it keeps over restarts. */
export class MarketServer implements Market {
  readonly folder: string
  readonly logs: LogLine[] = []
  #setting: Setting
  #running: { app: App; address: AddressInfo } | null = null
  #port = 0

  private constructor(folder: string, setting: Setting) {
    this.folder = folder
    this.#setting = setting
  }

  /** Starts one on a new folder, and ends it after the test. */
  static async start(setting: Setting = {}): Promise<MarketServer> {
    const folder = setting.folder ?? (await makeTemporaryFolder())
    const server = new MarketServer(folder, setting)
    atEnd(() => server.stop())
    await server.start()
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }
  get port(): number {
    return this.#port
  }
  get core(): App['core'] {
    if (!this.#running) throw new Error('the market does not run')
    return this.#running.app.core
  }

  /** Starts it again where it was stopped. */
  async start(): Promise<void> {
    const app = await createApp(this.#config(), this.#world(), mergedBounds(this.#setting.bounds))
    const address = await app.listen()
    this.#running = { app, address }
    this.#port = address.port
  }

  /** The orderly end, as after SIGTERM. */
  async stop(): Promise<void> {
    const running = this.#running
    this.#running = null
    await running?.app.close()
  }

  async restart(changes: Setting = {}): Promise<void> {
    await this.stop()
    this.#setting = { ...this.#setting, ...changes }
    await this.start()
  }

  /** The lines of the log with this message. */
  logged(message: string): LogLine[] {
    return this.logs.filter(({ msg }) => msg === message)
  }

  #config() {
    return readConfig({
      SOUK_DATA: this.folder,
      SOUK_OPERATOR_TOKEN: operatorToken,
      PORT: String(this.#port),
      ...this.#setting.environment,
    })
  }

  #world(): Environment {
    const keep = { write: (line: string) => void this.logs.push(JSON.parse(line) as LogLine) }
    return {
      ...worldOfTests(),
      logger: pino({ level: 'info' }, keep),
      distFolder: `${this.folder}/no-client-was-built`,
      ...this.#setting.world,
    }
  }
}

/** This machine's, in one process, without logs and pages. */
export const worldOfTests = (): Environment => ({
  disk: nodeDisk,
  lockFolder,
  makeSnapshot: makeInProcess,
  passwords: argon2id,
  clock: systemClock,
  random: systemRandom,
  logger: pino({ level: 'silent' }),
  distFolder: '/no-client-was-built',
  directSockets: process.env.SOUK_TEST_SOCKETS !== 'plain',
  onFailed: (error) => {
    throw error
  },
})

function mergedBounds(changes: Setting['bounds'] = {}): Bounds {
  const parts = Object.entries(bounds).map(([part, values]) => [
    part,
    { ...values, ...changes[part as keyof Bounds] },
  ])
  return Object.fromEntries(parts) as Bounds
}
