import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { banner } from '../banner.ts'
import { type Config, ConfigError } from '../config.ts'
import { lockFolder } from '../disk/folder-lock.ts'
import { nodeDisk } from '../disk/node-disk.ts'
import type { Environment } from '../environment.ts'
import { messageOf } from '../errors/explained.ts'
import { keepSecrets, type Secrets } from '../session/secrets.ts'
import { Balancer } from './balancer.ts'
import { fillDatabase } from './fill-database.ts'
import { freePort, isReachable, LocalPostgres } from './local-postgres.ts'

const nodesMax = 8
const againAfterMs = 5_000
/** How long a node may take to stop before it is killed. */
const stopMsMax = 12_000

/** The number behind `--nodes`. */
export function nodesOf(text: string): number {
  if (/^[1-8]$/.test(text)) return Number(text)
  throw new ConfigError(`--nodes must be a number from 1 to ${nodesMax}, not "${text}".`)
}

/**
 * `npm run demo -- --nodes 2`: the demo market on several nodes, each a process of its own, over one PostgreSQL and
 * behind one address. A node that ends, or is killed, starts again after some seconds.
 */
export class DemoNodes {
  readonly #config: Config
  readonly #environment: Environment
  readonly #folder: string
  readonly #ports: readonly number[]
  readonly #balancer: Balancer
  readonly #nodes = new Map<number, ChildProcess>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #postgres: LocalPostgres | null = null
  /** Removed at the end. */
  #temporary: string | null = null
  #isStopping = false

  static async start(config: Config, environment: Environment, count: number): Promise<void> {
    const folder = resolve(config.dataFolder)
    // Others may enter, since PostgreSQL may have to run as another user; what is secret has modes of its own.
    await mkdir(folder, { recursive: true })
    lockFolder(folder)
    const ports = await Promise.all(Array.from({ length: count }, freePort))
    const demo = new DemoNodes(config, environment, ports)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void demo.#stop())
    try {
      await demo.#start()
    } catch (error) {
      if (demo.#isStopping) return
      await demo.#end()
      throw error
    }
  }

  private constructor(config: Config, environment: Environment, ports: readonly number[]) {
    this.#config = config
    this.#environment = environment
    this.#folder = resolve(config.dataFolder)
    this.#ports = ports
    this.#balancer = new Balancer(ports)
    process.once('exit', () => {
      for (const node of this.#nodes.values()) node.kill('SIGKILL')
    })
  }

  async #start(): Promise<void> {
    const port = await this.#balancer.listen(this.#config.port, this.#config.host)
    const secrets = await keepSecrets(nodeDisk, this.#folder, this.#config)
    const databaseUrl = this.#config.databaseUrl ?? (await this.#openPostgres())
    const config = { ...this.#config, ...secrets, databaseUrl }
    await fillDatabase(config, this.#environment)
    const start = (index: number) => this.#startNode(index, { databaseUrl, secrets })
    await Promise.all(this.#ports.map((_, index) => start(index)))
    console.log(banner(this.#config, { port, operatorToken: secrets.operatorToken, isEmpty: false }))
    const nodes = [...this.#nodes].sort(([one], [other]) => one - other)
    console.log(
      nodes.map(([index, { pid }]) => `  Node ${index + 1} is process ${pid}: kill -9 ${pid}`).join('\n'),
    )
    console.log(`  Kill one and go on shopping. It starts again after ${againAfterMs / 1_000} seconds.`)
  }

  /** Ends everything, then this process. */
  async #stop(): Promise<void> {
    if (this.#isStopping) return
    this.#isStopping = true
    await this.#end()
    process.exit(0)
  }

  async #end(): Promise<void> {
    this.#isStopping = true
    for (const timer of this.#timers) clearTimeout(timer)
    await this.#balancer.close()
    await Promise.all([...this.#nodes.values()].map(endNode))
    await this.#postgres?.stop()
    if (this.#temporary !== null) await rm(this.#temporary, { recursive: true, force: true })
  }

  /** Its data is kept in the demo's folder, unless the user that it has to run as cannot enter that. */
  async #openPostgres(): Promise<string> {
    const isKept = await isReachable(this.#folder)
    if (!isKept) this.#temporary = await mkdtemp(join(tmpdir(), 'souk-demo-'))
    this.#postgres = await LocalPostgres.open({
      folder: this.#temporary ?? join(this.#folder, 'postgres'),
      password: await keepPassword(join(this.#folder, 'database-password')),
      endsWithTerminal: false,
    })
    await this.#startPostgres(this.#postgres)
    return this.#postgres.url
  }

  #startPostgres(postgres: LocalPostgres): Promise<void> {
    return postgres.start(() => this.#again('PostgreSQL ended', () => this.#startPostgres(postgres)))
  }

  /** Resolves once it is ready. */
  async #startNode(index: number, use: { databaseUrl: string; secrets: Secrets }): Promise<void> {
    const port = this.#ports[index]!
    const node = fork(join(import.meta.dirname, 'demo-node.ts'), {
      env: { ...process.env, ...this.#settingsOf(index, port, use) },
      // Ctrl-C in a terminal goes to this process alone, which ends the nodes before their database.
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#nodes.set(index, node)
    const ended = new Promise<never>((_, fail) => {
      node.once('error', fail)
      node.once('exit', () => {
        this.#nodes.delete(index)
        fail(new Error(`Node ${index + 1} (process ${node.pid}) ended`))
      })
    })
    await Promise.race([untilReady(port, () => this.#nodes.get(index) === node), ended])
    ended.catch((error) => this.#again(messageOf(error), () => this.#startAgain(index, use)))
  }

  async #startAgain(index: number, use: { databaseUrl: string; secrets: Secrets }): Promise<void> {
    await this.#startNode(index, use)
    const pid = this.#nodes.get(index)?.pid
    console.log(`Node ${index + 1} runs again, as process ${pid}: kill -9 ${pid}`)
  }

  #settingsOf(index: number, port: number, use: { databaseUrl: string; secrets: Secrets }) {
    return {
      HOST: '127.0.0.1',
      PORT: String(port),
      SOUK_DATA: join(this.#folder, `node-${index + 1}`),
      SOUK_DATABASE_URL: use.databaseUrl,
      SOUK_OPERATOR_TOKEN: use.secrets.operatorToken,
      SOUK_SECRET: use.secrets.secret,
      SOUK_NAME: this.#config.marketName,
      SOUK_DEMO: 'on',
      LOG_LEVEL: this.#config.logLevel,
    }
  }

  #again(what: string, start: () => Promise<void>): void {
    if (this.#isStopping) return
    console.log(`${what}. It starts again in ${againAfterMs / 1_000} seconds.`)
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      start().catch((error) => this.#again(messageOf(error), start))
    }, againAfterMs)
    this.#timers.add(timer)
  }
}

async function endNode(node: ChildProcess): Promise<void> {
  if (node.exitCode !== null || node.signalCode !== null) return
  const ended = new Promise((resolve) => node.once('exit', resolve))
  node.kill('SIGTERM')
  const timer = setTimeout(() => node.kill('SIGKILL'), stopMsMax)
  await ended
  clearTimeout(timer)
}

async function untilReady(port: number, isRunning: () => boolean): Promise<void> {
  while (isRunning()) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.ok) return
    await new Promise((resume) => setTimeout(resume, 100))
  }
}

async function keepPassword(path: string): Promise<string> {
  await writeFile(path, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  return await readFile(path, 'utf8')
}
