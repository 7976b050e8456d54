import { afterEach, expect, test } from 'vitest'
import { type SeededRandom, seededRandom } from '../../shared/seeded-random.ts'
import { join, joinSeller } from '../support/client.ts'
import { leaveNothing } from '../support/leftovers.ts'
import { printedSeed } from '../support/random-port.ts'
import { RawEngine } from '../support/raw-engine.ts'
import { RawTcp, textFrame } from '../support/raw-tcp.ts'
import { MarketServer } from '../support/server.ts'
import { expectStillSells } from '../support/still-sells.ts'
import { list, newId, purchase } from '../support/wares.ts'

afterEach(leaveNothing)

/** A valid text, broken in a few places. */
function mutated(text: string, random: SeededRandom): string {
  const units = [...text]
  const fragments = [
    '[',
    ']',
    '{',
    '}',
    '"',
    ',',
    '\\',
    '0',
    '9',
    '-',
    '/',
    '\u0000',
    '\ud800',
    '{"_placeholder":true,"num":9}',
  ]
  for (let turn = random.integer(1, 4); turn > 0; turn -= 1) {
    const at = random.integer(0, units.length - 1)
    const change = random.integer(0, 3)
    if (change === 0) units.splice(at, random.integer(1, 5))
    else if (change === 1) units.splice(at, 0, random.pick(fragments))
    else if (change === 2) units[at] = random.pick(fragments)
    else units.splice(at, 0, ...units.slice(0, random.integer(1, 20)))
    if (units.length === 0) units.push('4')
  }
  return units.join('')
}

const validFrames = (productId: number): string[] => {
  const wish = purchase({ id: productId, price: 620 } as Parameters<typeof purchase>[0])
  return [
    '40',
    '41',
    '3',
    '40/board,',
    '40{"token":"x","epoch":"y","seq":1,"watch":false}',
    `420["purchase:create",${JSON.stringify(wish)}]`,
    `421["order:cancel",{"id":"${newId()}","orderId":"${newId()}"}]`,
    '4212["order:list",{"limit":1,"before":"5"}]',
    '42["session:rename",{"name":"Zoë"}]',
    '451-3["purchase:create",{"_placeholder":true,"num":0}]',
    '430[1]',
  ]
}

test('[G13] 400 frames of Socket.IO, broken in seeded ways, stop neither the process nor a sale', async () => {
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
    if (turn % 20 === 0) await bystander.ok('purchase:create', purchase(product))
  }
  expect(closed).toBeGreaterThan(10)
  expect(bystander.socket.connected).toBe(true)
  await expectStillSells(market)
})

test('[G13] 200 WebSocket connections with broken bytes close, and nothing else happens', async () => {
  const random = seededRandom(printedSeed())
  const market = await MarketServer.start({ environment: { SOUK_LIMITS: 'off' } })
  const product = await list(await joinSeller(market), { stock: 10_000 })
  const bystander = await join(market, '/')
  for (let turn = 0; turn < 200; turn += 1) {
    const path = random.pick(['/socket.io/?EIO=4&transport=websocket', '/feed', '/feed?epoch=x&seq=1'])
    const tcp = await RawTcp.upgrade(market, path)
    tcp.write(textFrame('40'))
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
