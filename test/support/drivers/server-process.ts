import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import { makeTemporaryFolder } from '../builders/temporary-folder.ts'
import { compileCache } from './compile-cache.ts'
import { atEnd, tellOnFailure } from './leftovers.ts'
import { type Market, operatorToken } from './server.ts'

const root = resolve(import.meta.dirname, '../../..')

/** How a process ended, and its output. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  output: string
}

/** A market in a process of its own, which can be killed. It keeps folder and port over restarts. */
export class MarketProcess implements Market {
  readonly folder: string
  readonly #environment: Record<string, string>
  readonly #before: readonly string[]
  #port = 0
  #child: Child | null = null

  private constructor(folder: string, environment: Record<string, string>, before: readonly string[]) {
    this.folder = folder
    this.#environment = environment
    this.#before = before
  }

  /** Starts one on a new folder, and kills it after the test. `before` is a command that runs the program: strace, say. */
  static async start(
    environment: Record<string, string> = {},
    before: readonly string[] = [],
  ): Promise<MarketProcess> {
    const market = new MarketProcess(
      environment.SOUK_DATA ?? (await makeTemporaryFolder()),
      environment,
      before,
    )
    atEnd(async () => void (await market.end('SIGKILL')))
    await market.start()
    return market
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }
  get port(): number {
    return this.#port
  }

  /** How it ended, once it has: null while it was never started. */
  get ended(): Promise<Ended> | null {
    return this.#child?.ended ?? null
  }
  get pid(): number {
    return this.#child?.pid ?? 0
  }

  /** Resolves once it listens; rejects with its output if it ends instead. */
  async start(): Promise<void> {
    this.#child = new Child(
      {
        SOUK_OPERATOR_TOKEN: operatorToken,
        PORT: String(this.#port),
        ...this.#environment,
        SOUK_DATA: this.folder,
      },
      ['server/main.ts'],
      this.#before,
    )
    this.#port = await this.#child.listening
  }

  /** Sends the signal, and resolves when the process has ended. */
  async end(signal: NodeJS.Signals): Promise<Ended | null> {
    const child = this.#child
    this.#child = null
    return child ? child.end(signal) : null
  }
}

/** Runs `server/main.ts` until it ends by itself, which it is expected to do. */
export async function runToEnd(
  environment: Record<string, string>,
  before: readonly string[] = [],
): Promise<Ended> {
  const child = new Child({ PORT: '0', ...environment }, undefined, before)
  atEnd(async () => void (await child.end('SIGKILL')))
  child.listening.catch(() => 'it was not meant to listen')
  return child.ended
}

/** The launcher behind `npm run <script>`, on a port of its own, killed after the test; its environment is what is given. */
export function launch(
  script: 'start' | 'demo' | 'share',
  environment: Record<string, string>,
  options: string[] = [],
): Child {
  const [, ...program] = manifest.scripts[script].split(' ')
  const child = new Child({ PORT: '0', ...environment }, [...program, ...options])
  atEnd(async () => void (await child.end('SIGKILL')))
  // Only a caller that awaits it gets the error; others expect the launcher to end.
  child.listening.catch(() => 'it ended')
  return child
}

class Child {
  readonly ended: Promise<Ended>
  /** The port that it names. */
  readonly listening: Promise<number>
  readonly #process: ChildProcess
  #output = ''

  constructor(
    environment: Record<string, string>,
    program = ['server/main.ts'],
    before: readonly string[] = [],
  ) {
    const inherited = { PATH: process.env.PATH, ...compileCache }
    const [command, ...options] = [...before, process.execPath, ...program] as [string, ...string[]]
    this.#process = spawn(command, options, {
      cwd: root,
      env: { ...inherited, ...environment },
    })
    this.ended = new Promise((ended) => {
      this.#process.on('close', (code, signal) => ended({ code, signal, output: this.#output }))
    })
    this.listening = new Promise((listens, fails) => {
      const hear = (chunk: Buffer): void => {
        this.#output += chunk
        const port = /^ {2}Shop .*:(\d+)\/$/m.exec(this.#output)?.[1]
        if (port) listens(Number(port))
      }
      this.#process.stdout?.on('data', hear)
      this.#process.stderr?.on('data', hear)
      void this.ended.then(({ output }) => fails(new Error(`the market ended: ${output}`)))
    })
    tellOnFailure(() => this.#output)
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** What it has printed so far. */
  get output(): string {
    return this.#output
  }

  async end(signal: NodeJS.Signals): Promise<Ended> {
    this.#process.kill(signal)
    return this.ended
  }
}
