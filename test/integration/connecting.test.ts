import { Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { openRaw } from '../support/drivers/raw-buyer.ts'
import { RawTcp } from '../support/drivers/raw-tcp.ts'
import { MarketServer } from '../support/drivers/server.ts'
import { frameBy } from '../support/drivers/ws-frames.ts'

afterEach(async () => {
  vi.restoreAllMocks()
  await leaveNothing()
})

/** Counts the writes of a server's sockets: each is one system call. */
function countWrites({ port }: { port: number }): () => number {
  const spies = [vi.spyOn(Socket.prototype, '_write'), vi.spyOn(Socket.prototype, '_writev' as '_write')]
  return () => {
    const written = spies.flatMap(({ mock }) => mock.contexts as Socket[])
    return written.filter(({ localPort }) => localPort === port).length
  }
}

test('[handshake] a client is admitted by two writes: the WebSocket handshake, and all first messages', async () => {
  const market = await MarketServer.start({ world: { directSockets: true } })
  const writes = countWrites(market)
  const raw = await openRaw(market)
  await raw.until(() => raw.text.includes('0{"sid"'), 'its connection')
  expect(writes()).toBe(1)
  raw.write(frameBy('40'))
  await raw.until(() => raw.text.includes('market:reset'), 'the market')
  expect(raw.text).toMatch(/40\{"sid".*session:opened.*market:reset/s)
  expect(writes()).toBe(2)
})

test('[G13] a handshake that is aborted half-way, or refused, leaves nothing behind', async () => {
  const market = await MarketServer.start()
  const old = await RawTcp.upgrade(market, '/socket.io/?EIO=3&transport=websocket')
  await old.closed()
  const refused = await openRaw(market)
  refused.write(frameBy('40{"token":"wrong"}'))
  await refused.until(() => refused.text.includes('44{"message"'), 'a refusal')
  refused.write(frameBy('40'))
  await refused.until(() => refused.text.includes('session:opened'), 'its session')
  const [gone, other] = [await openRaw(market), await openRaw(market)]
  gone.write(frameBy('40'))
  gone.reset()
  other.write(frameBy('40'))
  await other.until(() => other.text.includes('session:opened'), 'its session')
})
