import { afterEach, expect, test } from 'vitest'
import { seededRandom } from '../../shared/seeded-random.ts'
import { mutated, validFrames } from '../support/builders/broken-frames.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { printedSeed } from '../support/doubles/random-port.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { RawTcp, textFrame } from '../support/drivers/raw-tcp.ts'
import { MarketServer } from '../support/drivers/server.ts'
import { expectStillSells } from '../support/properties/still-sells.ts'

afterEach(leaveNothing)

test('[G13] 400 Socket.IO frames, broken in seeded ways, stop neither the process nor a sale', async () => {
  const random = seededRandom(printedSeed())
  const market = await MarketServer.start({ environment: { SOUK_LIMITS: 'off' } })
  const product = await list(await joinSeller(market), { stock: 10_000 })
  const bystander = await join(market, '/')
  let client = await RawEngine.join(market)
  let closed = 0
  for (let turn = 0; turn < 400; turn += 1) {
    if (client.closed) {
      closed += 1
      client = await RawEngine.join(market)
    }
    client.send(mutated(random.pick(validFrames(product.id)), random))
    // After each: a frame sent too soon after a bad one would find the connection closed.
    await bystander.ok('purchase:create', purchase(product))
  }
  // Some 340 of them end the connection.
  expect(closed).toBeGreaterThan(200)
  expect(bystander.socket.connected).toBe(true)
  await expectStillSells(market)
})

test('[G13] 200 WebSocket connections with broken bytes are closed, and nothing else happens', async () => {
  const random = seededRandom(printedSeed())
  const market = await MarketServer.start({ environment: { SOUK_LIMITS: 'off' } })
  const product = await list(await joinSeller(market), { stock: 10_000 })
  const bystander = await join(market, '/')
  for (let turn = 0; turn < 200; turn += 1) {
    const path = random.pick(['/socket.io/?EIO=4&transport=websocket', '/feed', '/feed?epoch=x&seq=1'])
    const tcp = await RawTcp.upgrade(market, path)
    if (path.startsWith('/socket.io')) {
      tcp.write(textFrame('40'))
      // Before it has joined the namespace, nothing that it sends is read.
      await tcp.until(() => tcp.text.includes('market:reset'), 'the market')
    }
    const frame = textFrame(random.pick(validFrames(product.id)))
    for (let hit = random.integer(1, 3); hit > 0; hit -= 1) {
      frame[random.integer(0, frame.length - 1)] = random.integer(0, 255)
    }
    tcp.write(random.chance(0.3) ? frame.subarray(0, random.integer(1, frame.length)) : frame)
    if (random.chance(0.5)) tcp.reset()
    else tcp.end()
    await tcp.closed()
    if (turn % 20 === 0) await bystander.ok('purchase:create', purchase(product))
  }
  expect(bystander.socket.connected).toBe(true)
  await expectStillSells(market)
})
