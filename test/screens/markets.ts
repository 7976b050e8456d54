import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { realEnvironment } from '../../server/serve.ts'
import { openDemo } from '../../server/start/open-demo.ts'

/** The demo's market, the same to be changed, one after a rush, one where nothing was listed yet. */
export type MarketKind = 'demo' | 'changed' | 'busy' | 'empty'

export const operatorToken = 'operator-token-of-tests'

/** A market to take pictures of. */
export interface StagedMarket {
  url: string
  close: () => Promise<void>
}

/** Starts a market of its own on a free port, in a folder that goes with it. */
export async function stageMarket(kind: MarketKind, distFolder: string): Promise<StagedMarket> {
  const folder = await mkdtemp(join(tmpdir(), 'souk-screens-'))
  const config = readConfig({
    SOUK_DATA: join(folder, 'market'),
    SOUK_NAME: kind === 'empty' ? 'New Market' : 'Lantern Market',
    SOUK_OPERATOR_TOKEN: operatorToken,
    SOUK_LIMITS: 'off',
    LOG_LEVEL: 'error',
    PORT: '0',
  })
  const world = { ...realEnvironment(config), distFolder }
  if (kind !== 'empty') await openDemo(config, world)
  const app = await createApp(config, world)
  const { port } = await app.listen()
  const url = `http://127.0.0.1:${port}`
  if (kind === 'busy') await rush(url)
  const close = async () => {
    await app.close()
    await rm(folder, { recursive: true })
  }
  return { url, close }
}

/** A crowd shops for a moment, so that much is sold, low or gone. */
async function rush(url: string): Promise<void> {
  const program = resolve(import.meta.dirname, '../../web/terminal/rush.ts')
  const crowd = spawn(process.execPath, [program, url, '--buyers', '20', '--seconds', '5', '--seed', '7'], {
    stdio: 'ignore',
  })
  const [code] = await once(crowd, 'exit')
  if (code !== 0) throw new Error(`the rush ended with status ${code}`)
}
