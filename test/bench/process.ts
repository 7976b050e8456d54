import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** A server under measurement, on a core of its own. */
export interface Measured {
  port: number
  /** CPU time of all its threads so far, in ms. */
  cpuMs(): number
  stop(): Promise<void>
}

/** Starts a script on cpu 0 and waits for the address that it prints. */
export async function startMeasured(script: string, environment: Record<string, string>): Promise<Measured> {
  const child = spawn('taskset', ['-c', '0', process.execPath, script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const port = await portOf(child)
  return {
    port,
    cpuMs: () => cpuMs(child.pid!),
    stop: async () => {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Keeps this process, all its threads, on cpu 1: the load must not take the server's time. */
export function pinSelf(): void {
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

function cpuMs(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const [ns = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')
    return sum + Number(ns) / 1e6
  }, 0)
}
