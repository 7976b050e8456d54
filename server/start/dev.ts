import { spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer } from 'vite'
import { makeFolders } from '../disk/node-disk.ts'
import { endExplained } from '../errors/start-failure.ts'
import { clientConfig } from './build-client.ts'

/**
 * `npm run dev`: the market on port 3000, restarted when its code changes, and the browser client with live reload
 * on 5173, which forwards requests to the market. Ctrl-C ends both.
 */
async function dev(): Promise<void> {
  const client = await createServer(clientConfig)
  // If it cannot be written, Vite would print a stack trace for each package that it prepares.
  await makeFolders(client.config.cacheDir)
  await access(client.config.cacheDir, constants.W_OK)
  await client.listen()
  client.printUrls()
  const market = spawn(
    process.execPath,
    ['--watch-preserve-output', '--watch', join(import.meta.dirname, '../main.ts')],
    { stdio: 'inherit' },
  )
  market.on('exit', () => void client.close())
}

try {
  await dev()
} catch (error) {
  endExplained(error, { host: 'localhost', port: 5173 })
}
