import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { compileCache } from '../support/drivers/compile-cache.ts'
import { atEnd, leaveNothing, tellOnFailure } from '../support/drivers/leftovers.ts'
import { Waiting } from '../support/drivers/until.ts'

afterEach(leaveNothing)

const root = resolve(import.meta.dirname, '../..')

/** `npm run dev` on a free port, with a folder of its own. */
async function startDev() {
  const [port, folder] = [await freePort(), await makeTemporaryFolder()]
  let output = ''
  const waiting = new Waiting(() => output)
  const dev = spawn(process.execPath, ['server/start/dev.ts'], {
    cwd: root,
    detached: true,
    env: {
      PATH: process.env.PATH,
      ...compileCache,
      PORT: String(port),
      SOUK_DATA: folder,
      LOG_LEVEL: 'error',
    },
  })
  const ended = new Promise<number | null>((end) => dev.once('close', (status) => end(status)))
  for (const stream of [dev.stdout, dev.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk
      waiting.look()
    })
  tellOnFailure(() => output)
  atEnd(async () => {
    dev.kill('SIGTERM')
    await ended
  })
  await waiting.until(() => output.includes('Ctrl-C to stop'), 'the banner')
  const pages = /Local: +(http:\/\/localhost:\d+)/.exec(stripVTControlCharacters(output))?.[1]
  return { dev, ended, pages: pages!, market: `http://127.0.0.1:${port}`, said: () => output }
}

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => found(port))
    })
  })

const answers = async (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

/** The process that watches the market's files, which started the market itself. */
function childOf({ pid }: ChildProcess): Promise<number> {
  const ps = spawn('ps', ['-o', 'pid=', '--ppid', String(pid)])
  let output = ''
  ps.stdout.on('data', (chunk) => {
    output += chunk
  })
  return new Promise((found) => ps.once('close', () => found(Number(output.trim().split('\n')[0]))))
}

test('[start] npm run dev honours PORT, and prints the address that works', async () => {
  const { pages, market, said } = await startDev()
  expect(said()).toContain(`Shop   ${pages}/`)
  for (const url of [`${market}/healthz`, `${pages}/healthz`, `${pages}/api/market`])
    expect([url, await answers(url)]).toEqual([url, true])
})

test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
  '[start] npm run dev ends with all that it started on %s',
  async (signal) => {
    const { dev, ended, market, pages } = await startDev()
    dev.kill(signal)
    expect(await ended).toBe(0)
    expect([await answers(`${market}/healthz`), await answers(pages)]).toEqual([false, false])
  },
)

test('[start] npm run dev ends when the process that runs the market dies', async () => {
  const { dev, ended, market, pages } = await startDev()
  process.kill(await childOf(dev), 'SIGKILL')
  await ended
  await expect.poll(() => answers(`${market}/healthz`)).toBe(false)
  expect(await answers(pages)).toBe(false)
})
