import { afterEach, describe, expect, test, vi } from 'vitest'
import { DirectSocket } from '../../server/socket/fast-path/direct-socket.ts'
import { SocketIoConnection } from '../../server/socket/socket-io-connection.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { answered, eventOf, joinRaw, repliesIn, untilRead } from '../support/drivers/raw-buyer.ts'
import { MarketServer } from '../support/drivers/server.ts'
import { frameBy, opcodes } from '../support/drivers/ws-frames.ts'

afterEach(async () => {
  vi.restoreAllMocks()
  await leaveNothing()
})

describe.each([true, false])('with the direct way: %s,', (directSockets) => {
  const start = async () => {
    const acknowledged = vi.spyOn(SocketIoConnection.prototype, 'acknowledge')
    const sent = vi.spyOn(DirectSocket.prototype, 'sendFrame')
    const market = await MarketServer.start({
      environment: { SOUK_LIMITS: 'off' },
      world: { directSockets },
    })
    const product = await list(await joinSeller(market), { stock: 1_000 })
    return { market, product, sent, acknowledged }
  }

  test('[G5] 200 purchases sent at once on one connection are 200 orders, each answered once', async () => {
    const { market, product, sent, acknowledged } = await start()
    const [buyer] = await joinBuyers(market, 1)
    const commands = Array.from({ length: 200 }, () => purchase(product))
    const replies = await Promise.all(commands.map((command) => buyer!.request('purchase:create', command)))
    expect(replies.map((reply) => reply.ok && reply.order.id)).toEqual(commands.map(({ id }) => id))
    expect(market.core.market.products.get(product.id)?.stock).toBe(800)
    expect(sent.mock.calls.length > 0).toBe(directSockets)
    expect(acknowledged).toHaveBeenCalledTimes(directSockets ? 200 : 0)
  })

  test('[G13] a purchase is made once from a frame cut anywhere, from several frames at once, and from fragments', async () => {
    const { market, product } = await start()
    const raw = await joinRaw(market)
    const whole = frameBy(eventOf(0, purchase(product)))
    for (let cut = 1; cut < whole.length; cut += 1) {
      const frame = frameBy(eventOf(cut, purchase(product)))
      raw.write(frame.subarray(0, cut))
      await untilRead()
      raw.write(frame.subarray(cut))
      await answered(raw, cut)
    }
    const pair = [eventOf(1_001, purchase(product)), eventOf(1_002, purchase(product))]
    raw.write(Buffer.concat([frameBy(pair[0]!), frameBy('', { opcode: opcodes.ping }), frameBy(pair[1]!)]))
    await answered(raw, 1_001, 1_002)
    const text = eventOf(1_003, purchase(product))
    const pieces = [
      frameBy(text.slice(0, 9), { fin: false }),
      frameBy(text.slice(9, 30), { opcode: opcodes.continuation, fin: false }),
      frameBy(text.slice(30), { opcode: opcodes.continuation }),
    ]
    raw.write(Buffer.concat(pieces))
    raw.write(frameBy(eventOf(1_004, purchase(product)), { mask: [0, 0, 0, 0] }))
    await answered(raw, 1_003, 1_004)
    const sold = 1_000 - (market.core.market.products.get(product.id)?.stock ?? 0)
    expect(repliesIn(raw)).toHaveLength(sold)
    expect(new Set(repliesIn(raw)).size).toBe(sold)
  })

  test('[G13] white space, another order of keys, unicode and extra fields make no other purchase', async () => {
    const { market, product } = await start()
    const raw = await joinRaw(market)
    const { id, lines } = purchase(product)
    const [line] = lines
    const odd = {
      note: 'für 🥖',
      lines: [{ unitPrice: line!.unitPrice, productId: line!.productId, quantity: 1, was: null }],
      id: id.toUpperCase(),
    }
    raw.write(frameBy(`427[ "purchase:create" ,\n ${JSON.stringify(odd, null, 2)} ]`))
    await answered(raw, 7)
    expect(raw.text).toContain(`"id":"${id}"`)
  })

  test('[G13] unknown events are answered as usual, and invalid text ends its connection', async () => {
    const { market, product } = await start()
    const raw = await joinRaw(market)
    raw.write(frameBy('421["no:such",{}]'))
    raw.write(frameBy(eventOf(2, { id: newId(), lines: [] })))
    await raw.until(
      () => /431\[\{"ok":false/.test(raw.text) && /432\[\{"ok":false/.test(raw.text),
      'refusals',
    )
    expect(raw.text).toContain('Invalid action')
    raw.write(frameBy(`42${JSON.stringify(['purchase:create', purchase(product)])}`))
    raw.write(frameBy(eventOf(3, purchase(product))))
    await answered(raw, 3)
    // The purchase without a callback was made too, before the one that was answered.
    expect(market.core.market.products.get(product.id)?.stock).toBe(998)
    const other = await joinRaw(market)
    raw.write(
      frameBy(
        Buffer.concat([Buffer.from('425["purchase:create","'), Buffer.from([0xff]), Buffer.from('"]')]),
      ),
    )
    await raw.closed()
    other.write(frameBy(eventOf(4, purchase(product))))
    await answered(other, 4)
    other.write(frameBy(eventOf(5, { id: newId(), lines: [], pad: 'x'.repeat(70_000) })))
    await other.closed()
  })

  test('[G1] a purchase sent right before the connection closes or leaves the namespace is kept', async () => {
    const { market, product } = await start()
    const [closing, leaving] = [await joinRaw(market), await joinRaw(market)]
    const [one, other] = [purchase(product), purchase(product)]
    closing.write(Buffer.concat([frameBy(eventOf(1, one)), frameBy('', { opcode: opcodes.close })]))
    leaving.write(Buffer.concat([frameBy(eventOf(1, other)), frameBy('41')]))
    await closing.closed()
    const [watcher] = await joinBuyers(market, 1)
    await watcher!.request('purchase:create', purchase(product))
    expect([one.id, other.id].map((id) => market.core.market.orders.has(id))).toEqual([true, true])
  })
})
