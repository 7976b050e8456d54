import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createServer } from 'vite'

/**
 * `npm run dev`: the market on port 3000, started anew when its code changes, and the browser client with live
 * reload on 5173, which passes the market's addresses on. Ctrl-C ends both.
 */
const client = await createServer({ configFile: join(import.meta.dirname, '../../web/vite.config.ts') })
await client.listen()
client.printUrls()
const market = spawn(
  process.execPath,
  ['--watch-preserve-output', '--watch', join(import.meta.dirname, '../main.ts')],
  {
    stdio: 'inherit',
  },
)
market.on('exit', () => void client.close())
