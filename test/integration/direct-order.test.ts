import { afterEach, describe, expect, test } from 'vitest'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { answered, eventOf, joinRaw, openRaw, repliesIn, untilRead } from '../support/drivers/raw-buyer.ts'
import { MarketServer } from '../support/drivers/server.ts'
import { frameBy, opcodes } from '../support/drivers/ws-frames.ts'

afterEach(leaveNothing)

/** The answer to an event, up to the next frame. */
const answerTo = (text: string, id: number): string =>
  new RegExp(`43${id}\\[(\\{"ok":.*?\\})\\](?=[\\x80-\\xff]|$)`, 's').exec(text)?.[1] ?? 'none'

/**
 * A frame whose masked payload looks like a whole frame of `text` (of 126 bytes or more), to deceive a reader that
 * takes the middle of a frame for the beginning of another.
 */
function frameAround(text: string): { outer: Buffer; payload: number } {
  const length = Buffer.byteLength(text)
  // Unmasked by the outer frame, the inner frame's head begins a pong, and its text stays as it is.
  const [three, x] = [0x33, 0x78]
  const mask = [0x81 ^ three, 0xfe ^ x, (length >> 8) ^ x, (length & 0xff) ^ x]
  const outer = frameBy(`3xxx\0\0\0\0${text}`, { mask })
  const payload = outer.length - length - 8
  expect(outer.subarray(payload).equals(frameBy(text, { mask }))).toBe(true)
  return { outer, payload }
}

describe.each([true, false])('with the direct way: %s,', (directSockets) => {
  const start = async () => {
    const market = await MarketServer.start({ world: { directSockets } })
    const product = await list(await joinSeller(market), { stock: 100 })
    return { market, product }
  }

  test('[G8] a client gets its session and the market before any answer', async () => {
    const { market, product } = await start()
    const raw = await openRaw(market)
    raw.write(frameBy('40'))
    await raw.until(() => raw.text.includes('40{"sid"'), 'the namespace')
    raw.write(frameBy(eventOf(1, purchase(product))))
    await answered(raw, 1)
    const places = ['40{"sid"', '42["session:opened"', '42["market:reset"', '431['].map((start) =>
      raw.text.indexOf(start),
    )
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('[G6] a query, a purchase and its cancellation are handled in the order in which they were sent', async () => {
    const { market, product } = await start()
    const raw = await joinRaw(market)
    const command = purchase(product, 3)
    const frames = [
      eventOf(1, {}, 'order:list'),
      eventOf(2, command),
      eventOf(3, { id: newId(), orderId: command.id }, 'order:cancel'),
      eventOf(4, command),
    ].map((text) => frameBy(text))
    raw.write(Buffer.concat(frames))
    await answered(raw, 1, 2, 3, 4)
    expect(repliesIn(raw)).toEqual(['1', '2', '3', '4'])
    expect(answerTo(raw.text, 1)).toContain('"orders":[]')
    const order = market.core.market.orders.get(command.id)
    expect([order?.status, market.core.market.products.get(product.id)?.stock]).toEqual(['cancelled', 100])
  })

  test('[G6] events by the fast path and past it take effect in the order in which they were sent', async () => {
    const { market, product } = await start()
    const raw = await joinRaw(market)
    const commands = Array.from({ length: 12 }, () => purchase(product))
    const frames = commands.map((command, index) => {
      const text = eventOf(index, command)
      // Every third is in a form that the fast path leaves to the libraries.
      return index % 3 === 1 ? frameBy(text.replace('42', '42/,')) : frameBy(text)
    })
    raw.write(Buffer.concat(frames))
    await answered(raw, ...commands.keys())
    const numbers = commands.map(({ id }) => market.core.market.orders.get(id)?.number)
    expect(numbers).toEqual(commands.map((_, index) => index + 1))
  })

  test('[G13] the middle of a frame is never taken for a frame, even if it looks like one', async () => {
    const { market, product } = await start()
    const raw = await joinRaw(market)
    const [hidden, good] = [purchase(product), purchase(product)]
    const { outer, payload } = frameAround(eventOf(1, hidden).padEnd(200))
    for (const cut of [payload, 3, payload + 1]) {
      raw.write(outer.subarray(0, cut))
      await untilRead()
      raw.write(outer.subarray(cut))
      await untilRead()
    }
    raw.write(frameBy(eventOf(2, good)))
    await answered(raw, 2)
    expect(repliesIn(raw)).toEqual(['2'])
    expect([hidden.id, good.id].map((id) => market.core.market.orders.has(id))).toEqual([false, true])
  })

  test('[G13] a whole message between the fragments of another ends its connection, and buys nothing', async () => {
    const { market, product } = await start()
    const [raw, other] = [await joinRaw(market), await joinRaw(market)]
    const [between, good] = [purchase(product), purchase(product)]
    raw.write(frameBy('421["purchase:create",', { fin: false }))
    await untilRead()
    raw.write(frameBy(eventOf(2, between)))
    await raw.closed()
    other.write(frameBy(eventOf(3, good).slice(0, 20), { fin: false }))
    await untilRead()
    other.write(frameBy('', { opcode: opcodes.ping }))
    await untilRead()
    other.write(frameBy(eventOf(3, good).slice(20), { opcode: opcodes.continuation }))
    await answered(other, 3)
    expect([between.id, good.id].map((id) => market.core.market.orders.has(id))).toEqual([false, true])
  })

  test('[G13] a frame without a mask ends its connection, and buys nothing', async () => {
    const { market, product } = await start()
    const [raw, other] = [await joinRaw(market), await joinRaw(market)]
    const [good, bad] = [purchase(product), purchase(product)]
    raw.write(Buffer.concat([frameBy(eventOf(1, good)), frameBy(eventOf(2, bad), { mask: null })]))
    await raw.closed()
    other.write(frameBy(eventOf(3, purchase(product))))
    await answered(other, 3)
    expect([good.id, bad.id].map((id) => market.core.market.orders.has(id))).toEqual([true, false])
  })

  test('[G13] after a client is cut off, nothing more of it is handled, even if it was read already', async () => {
    const market = await MarketServer.start({
      world: { directSockets },
      bounds: { rates: { packetsPerConnectionPerSecond: 10 } },
    })
    const product = await list(await joinSeller(market), { stock: 100 })
    const raw = await joinRaw(market)
    const frames = Array.from({ length: 50 }, (_, index) => frameBy(eventOf(index, purchase(product))))
    raw.write(Buffer.concat(frames))
    await raw.closed()
    const [another] = await joinBuyers(market, 1)
    await another!.ok('purchase:create', purchase(product))
    const sold = 100 - market.core.market.products.get(product.id)!.stock
    expect(sold).toBeGreaterThan(5)
    expect(sold).toBeLessThan(15)
  })

  test('[G1] a client that leaves the namespace keeps what it bought, joins again and buys more', async () => {
    const { market, product } = await start()
    const raw = await joinRaw(market)
    const [last, next] = [purchase(product), purchase(product)]
    raw.write(Buffer.concat([frameBy(eventOf(1, last)), frameBy('41')]))
    const [another] = await joinBuyers(market, 1)
    await another!.ok('purchase:create', purchase(product))
    expect(market.core.market.orders.has(last.id)).toBe(true)
    raw.write(frameBy('40{"watch":false}'))
    await raw.until(() => raw.text.split('session:opened').length === 3, 'its second session')
    raw.write(frameBy(eventOf(2, next)))
    await answered(raw, 2)
    // Socket.IO itself answers a client even after it left.
    expect(repliesIn(raw)).toEqual(directSockets ? ['2'] : ['1', '2'])
  })
})
