import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** A server under measurement, on a core of its own. */
export interface Measured {
  pid: number
  port: number
  /** CPU time of all its threads, and of its helpers that ended, so far, in ms. */
  cpuMs(): number
  /** What it holds in memory, in KB; shared pages included. */
  memoryKb(): number
  tell(signal: NodeJS.Signals): void
  /** Writes a line to its standard input. */
  say(line: string): void
  /** An orderly end, or another. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** How to run a script besides its environment. */
export interface RunOptions {
  environment?: Record<string, string>
  nodeOptions?: readonly string[]
  argv?: readonly string[]
}

let isPinned = false

const running = new Set<ChildProcess>()
// They do not get the terminal's signals.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    endMeasured()
    process.exit(1)
  })
process.once('exit', () => endMeasured())

/** Ends all servers that still run, for example after an aborted measurement: they would keep their streams open. */
export function endMeasured(): void {
  for (const child of running) child.kill('SIGKILL')
}

/** A program of Node's, on cpu 0 with all its threads and helpers once this process keeps to the other one. */
export const nodeCommand = (argv: readonly string[]): [command: string, argv: string[]] =>
  isPinned ? ['taskset', ['-c', '0', process.execPath, ...argv]] : [process.execPath, [...argv]]

/** Starts a script, and waits for the address that it prints. */
export async function startMeasured(script: string, options: RunOptions = {}): Promise<Measured> {
  const { environment = {}, nodeOptions = [], argv = [] } = options
  const child = spawn(...nodeCommand([...nodeOptions, script, ...argv]), {
    env: { ...process.env, NODE_ENV: 'production', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
    // A session of its own, as a service has: Linux may divide a core by sessions (`sched_autogroup_enabled`), and each of
    // PostgreSQL's processes is one.
    detached: true,
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  running.add(child)
  child.once('exit', () => running.delete(child))
  const pid = child.pid!
  return {
    pid,
    port: await portOf(child),
    cpuMs: () => cpuMs(pid),
    memoryKb: () => memoryKb(pid),
    tell: (signal) => void child.kill(signal),
    say: (line) => void child.stdin.write(`${line}\n`),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

/** Keeps another process, all its threads, on the servers' core, if servers have one. */
export function pinToServers(pid: number): void {
  if (isPinned) execFileSync('taskset', ['-apc', '0', String(pid)], { stdio: 'ignore' })
}

/** Keeps this process, all its threads, on cpu 1, and servers on cpu 0: the load must not take their time. */
export function pin(): void {
  isPinned = true
  execFileSync('taskset', ['-apc', '1', String(process.pid)], { stdio: 'ignore' })
}

async function portOf(child: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const match = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line)
    if (match) {
      child.stdout!.resume()
      return Number(match[1])
    }
  }
  throw new Error('the server ended before it listened')
}

/** The kernel counts in ticks of 10 ms: of user and system, its own and of children that were waited for. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0)
}

function memoryKb(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Rss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? Number.NaN)
}
