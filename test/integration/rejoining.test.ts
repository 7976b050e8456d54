import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { dial, join, joinBuyers } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { type Ending, endings, RejoiningClient } from '../support/drivers/rejoining-client.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'
import { expectStillSells } from '../support/properties/still-sells.ts'

afterEach(leaveNothing)

const rejoinsMax = 20_000
/** Enough for these rejoins, and for little more. */
const rates = {
  joinsPerConnectionPerTenSeconds: rejoinsMax + 100,
  joinsPerAddressPerTenSeconds: endings.length * 2 * rejoinsMax,
  packetsPerConnectionPerSecond: 1_000_000,
}
/** One way to end for all, since each takes seconds; `npm run faults` tries every way. */
const rejoinsBefore = (ending: Ending): number => (ending === 'resets the TCP connection' ? rejoinsMax : 500)

test.each([true, false])(
  '[G13] 20,000 rejoins on one connection block nothing, however it ends; direct sockets: %s',
  { timeout: 300_000 },
  async (directSockets) => {
    const logger = pino({ level: 'silent' })
    const market = await MarketServer.start({
      bounds: { rates, socket: { pingIntervalMs: 500, pingTimeoutMs: 5_000 } },
      world: { directSockets, logger },
    })
    // New guests have a limit of their own.
    const [guest] = await joinBuyers(market, 1)
    const auth = { watch: false, token: guest!.stream.token! }
    for (const ending of endings) {
      const client = await RejoiningClient.open(market)
      const rejoins = rejoinsBefore(ending)
      expect(await client.rejoin(rejoins, { auth })).toBe(rejoins)
      await client.end(ending)
      await expect.poll(() => market.core.broadcaster.connections).toBe(1)
    }
    await expectStillSells(market)
  },
)

describe('the rate of joins', () => {
  const few = { bounds: { rates: { joinsPerConnectionPerTenSeconds: 10 } } }

  test('[G13] a connection that joins too often is cut off, and no other', async () => {
    const market = await MarketServer.start(few)
    const bystander = await join(market, '/')
    const client = await RejoiningClient.open(market)
    // One of the ten was for `/board`.
    expect(await client.rejoin(1_000)).toBe(9)
    await client.closed
    expect(bystander.socket.connected).toBe(true)
    await expectStillSells(market)
  })

  test.each([
    ['a namespace that is not there', '40/nowhere,'],
    ['a role that it has not', '40/seller,'],
    ['a token that is wrong', '40{"token":"wrong"}'],
    ['a name of many kilobytes', `40/${'x'.repeat(10_000)},`],
  ])('[G13] joins that are refused count as well: %s', async (_, packet) => {
    const market = await MarketServer.start(few)
    const client = await RawEngine.open(market)
    client.send(...Array.from({ length: 50 }, () => packet))
    await client.end()
    expect(client.frames.filter((frame) => frame.startsWith('44')).length).toBeLessThanOrEqual(10)
    await expectStillSells(market)
  })

  test('[G13] joining all three namespaces on one connection, and changing the session, is within the limit', async () => {
    const market = await MarketServer.start()
    const client = await RawEngine.open(market)
    for (let turn = 0; turn < 5; turn += 1) {
      client.frames.length = 0
      await client.enter('/')
      await client.enter('/board')
      await client.enter('/seller', { token: operatorToken })
      client.send('41', '41/board,', '41/seller,')
      // It has left all of them when another request is answered.
      await get(`${market.url}/healthz`)
      expect(client.closed).toBeNull()
    }
  })

  test('[G13] an address that joins too often is told when to try again, and then succeeds', async () => {
    const market = await MarketServer.start({ bounds: { rates: { joinsPerAddressPerTenSeconds: 20 } } })
    await joinBuyers(market, 20)
    const late = dial(market, '/')
    await late.until(() => late.refusals.length > 0, 'refused')
    expect(late.refusals[0]).toMatchObject({
      data: { code: 'too_many_requests', retryAfterMs: expect.any(Number) },
    })
  })

  test('[G13] a thousand buyers behind one address join at once', { timeout: 60_000 }, async () => {
    const market = await MarketServer.start()
    const buyers = await joinBuyers(market, 1_000)
    expect(buyers.every(({ socket }) => socket.connected)).toBe(true)
  })
})
