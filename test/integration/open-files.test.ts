import { createServer } from 'node:http'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { bounds } from '../../server/bounds.ts'
import { countOpenFiles } from '../../server/disk/open-files.ts'
import { ConnectionCap } from '../../server/http/connection-cap.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { type LogLine, MarketServer } from '../support/drivers/server.ts'
import { runToEnd } from '../support/drivers/server-process.ts'

afterEach(leaveNothing)

function capped(files: { used: number; max: number }) {
  const lines: LogLine[] = []
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) })
  const server = createServer()
  const clock = new VirtualClock()
  const cap = new ConnectionCap(server, files, { logger, clock, bounds: bounds.files })
  return { cap, server, lines, clock }
}

test('[G13] the number of connections leaves room for open files and a reserve', () => {
  const { cap, server } = capped({ used: 30, max: 1_024 })
  expect([cap.max, server.maxConnections]).toEqual([1_024 - 30 - 64, 1_024 - 30 - 64])
  expect(capped({ used: 30, max: 64 }).cap.max).toBe(64 - 30 - 16)
  expect(capped({ used: 30, max: 1_000_000 }).cap.max).toBe(1_000_000 - 30 - 256)
  expect(capped({ used: 30, max: Number.POSITIVE_INFINITY }).server.maxConnections).toBeUndefined()
  expect(() => capped({ used: 30, max: 50 })).toThrow('ulimit -n 65536')
})

test('[G13] a connection that cannot be accepted is reported, not thrown, and not for each one', () => {
  const { cap, server, lines, clock } = capped({ used: 30, max: 1_024 })
  Object.defineProperty(server, 'listening', { value: true })
  const fail = (code: string) => server.emit('error', Object.assign(new Error(code), { code }))
  fail('EMFILE')
  fail('ENFILE')
  fail('ECONNABORTED')
  expect(cap.dropped).toBe(2)
  clock.tick(60_000)
  fail('EMFILE')
  expect(lines.slice(1).map(({ msg }) => msg)).toEqual([
    'no file is left for a connection',
    'a connection could not be accepted',
    'no file is left for a connection',
  ])
})

test('[G13] a market logs at its start how many connections it accepts, and measures them', async () => {
  const market = await MarketServer.start()
  const { max } = countOpenFiles()
  const [line] = market.logged('connections are limited')
  expect(line).toMatchObject({ openFilesMax: max, connectionsMax: expect.any(Number) })
  const { body } = await get(`${market.url}/metrics`)
  expect(body.toString()).toContain(`souk_connections_max ${line!.connectionsMax}`)
})

test('[start] if hardly a connection would fit, the start ends with a sentence', async () => {
  const limited = ['sh', '-c', 'ulimit -n 40; exec "$@"', 'market']
  const { code, output } = await runToEnd(
    { SOUK_DATA: await makeTemporaryFolder(), LOG_LEVEL: 'error' },
    limited,
  )
  expect(code).toBe(1)
  expect(output.trim()).toBe(
    'This process may open too few files. Raise its limit: ulimit -n 65536, or LimitNOFILE=65536 for a systemd service.',
  )
})
