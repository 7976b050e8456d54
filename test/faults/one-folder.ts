import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { operatorToken } from '../support/drivers/server.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'

/** A second market on the same folder fails with an error message, and the first one continues. */
export const twoProcesses: Fault = {
  name: 'two processes, one folder',
  rules: ['G1'],
  async run({ seed }) {
    const market = await MarketProcess.start({ LOG_LEVEL: 'error' })
    const env = {
      PATH: process.env.PATH,
      SOUK_DATA: market.folder,
      SOUK_OPERATOR_TOKEN: operatorToken,
      PORT: '0',
    }
    const second = spawn(process.execPath, ['server/main.ts'], { env })
    let said = ''
    second.stderr.on('data', (chunk) => (said += chunk))
    const [code] = await once(second, 'close')
    const violations =
      code === 1 && /another Souk is running/i.test(said) ? [] : [`it ended with ${code}: ${said}`]
    return { figures: { 'second ended with': String(code), seed }, violations, skipped: null }
  },
}
