import { join as joinPath } from 'node:path'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import type { EngineConnection } from '../../server/socket/engine-connection.ts'
import { FastPath } from '../../server/socket/fast-path/fast-path.ts'
import { joinBuyers } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { type LogLine, MarketServer } from '../support/drivers/server.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import { expectStillSells } from '../support/properties/still-sells.ts'

afterEach(leaveNothing)

const metric = async (market: { url: string }, name: string): Promise<number> => {
  const { body } = await get(`${market.url}/metrics`)
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(body.toString())?.[1])
}

test.each([true, false])('[metrics] the state of the fast path is logged and measured: %s', async (isOn) => {
  const market = await MarketServer.start({ world: { directSockets: isOn } })
  await joinBuyers(market, 3)
  expect(market.logged(`fast path for sockets: ${isOn ? 'on' : 'off'}`)).toHaveLength(1)
  expect(await metric(market, 'souk_fast_path')).toBe(Number(isOn))
  expect(await metric(market, 'souk_fast_path_fallbacks')).toBe(0)
})

test('[metrics] on an unknown version of Node the market sells, and the log says what is off and why', async () => {
  const preload = joinPath(import.meta.dirname, '../support/doubles/lock-inside.mjs')
  const market = await MarketProcess.start({ NODE_OPTIONS: `--import ${preload}` })
  await expectStillSells(market)
  expect(await metric(market, 'souk_fast_path')).toBe(0)
  const ended = await market.end('SIGTERM')
  const line = ended!.output.split('\n').find((text) => text.includes('fast path'))
  expect(JSON.parse(line!)).toMatchObject({
    level: 40,
    msg: 'fast path for sockets: off',
    reason: 'the inside of Node is not what is known',
  })
})

test('[metrics] WebSockets without the fast path while it is on are counted, and logged once', () => {
  const lines: LogLine[] = []
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) })
  const fastPath = new FastPath(true, logger, null)
  const engine = (socket?: object) => ({ transport: { socket } }) as unknown as EngineConnection
  expect([fastPath.to(engine()), fastPath.to(engine({})), fastPath.to(engine({}))]).toEqual([
    null,
    null,
    null,
  ])
  expect(fastPath.state).toEqual({ isOn: true, fallbacks: 2 })
  expect(lines.map(({ msg }) => msg)).toEqual([
    'fast path for sockets: on',
    'a WebSocket does without the fast path for sockets',
  ])
})
