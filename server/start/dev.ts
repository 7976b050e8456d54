import { type ChildProcess, spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import { makeFolders } from '../disk/node-disk.ts'
import { endExplained } from '../errors/start-failure.ts'
import { clientConfig } from './build-client.ts'

/**
 * `npm run dev`: the market on `PORT` or 3000, restarted when its code changes, and the browser client with live reload
 * on 5173, which forwards requests to the market. However one of them ends, the other does.
 */
async function dev(): Promise<void> {
  const client = await createServer(clientConfig)
  // If it cannot be written, Vite would print a stack trace for each package that it prepares.
  await makeFolders(client.config.cacheDir)
  await access(client.config.cacheDir, constants.W_OK)
  await client.listen()
  client.printUrls()
  endTogether(client, startMarket(client.resolvedUrls?.local[0]))
}

/** In a group of its own: Node starts the market in a process below the one that watches its files. */
const startMarket = (pages = ''): ChildProcess =>
  spawn(process.execPath, ['--watch-preserve-output', '--watch', join(import.meta.dirname, '../main.ts')], {
    stdio: 'inherit',
    detached: true,
    env: { ...process.env, SOUK_PAGES: pages },
  })

function endTogether(client: ViteDevServer, market: ChildProcess): void {
  let isEnding = false
  const end = (status: number): void => {
    if (isEnding) return
    isEnding = true
    signalGroup(market, 'SIGTERM')
    setTimeout(() => process.exit(status), patienceMs).unref()
    void Promise.all([client.close(), hasExited(market)]).finally(() => process.exit(status))
  }
  // Vite's own would end this process before the market has stopped.
  process.removeAllListeners('SIGTERM')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))
  client.httpServer?.on('close', () => end(1))
  market.on('exit', (status) => end(status ?? 1))
  process.on('exit', () => signalGroup(market, 'SIGKILL'))
}

const patienceMs = 12_000

const hasExited = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })

/** Signals a child and all that it started, even if it has ended itself. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // None of them is left.
  }
}

try {
  await dev()
} catch (error) {
  endExplained(error, { host: 'localhost', port: 5173 })
}
