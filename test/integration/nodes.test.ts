import { afterEach, describe, expect, test, vi } from 'vitest'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { join, joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { atEnd, leaveNothing } from '../support/drivers/leftovers.ts'
import { balance, startNodes } from '../support/drivers/nodes.ts'
import { getAs, isDead, joinAs, postAs, signIn, signUp } from '../support/drivers/people.ts'
import { isOwnPostgres, startPostgres } from '../support/drivers/postgres.ts'

afterEach(leaveNothing)

describe('two nodes on one database', () => {
  test('[G10] that start at once are one market', async () => {
    const [one, other] = await startNodes()
    expect(one.core.market.counters.epoch).toBe(other.core.market.counters.epoch)
    const seller = await joinSeller(one)
    const watcher = await join(other, '/')
    const product = await list(seller, { stock: 3 })
    await watcher.until(() => watcher.stock(product.id) === 3)
  })

  test('[G4] of buyers on both, as many get one as there are, and every screen agrees', async () => {
    const [one, other] = await startNodes()
    const product = await list(await joinSeller(one), { stock: 20 })
    const buyers = [...(await joinBuyers(one, 40)), ...(await joinBuyers(other, 40))]
    await Promise.all(buyers.map((buyer) => buyer.until(() => buyer.stock(product.id) === 20)))
    const answers = await Promise.all(
      buyers.map((buyer) => buyer.request('purchase:create', purchase(product))),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(20)
    const places = answers.flatMap((answer) => (answer.ok ? answer.order.place : []))
    expect(places.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    await Promise.all(buyers.map((buyer) => buyer.until(() => buyer.stock(product.id) === 0)))
  })

  test('[broadcast] what the other node sold counts within the last minute', async () => {
    const [one, other] = await startNodes()
    const product = await list(await joinSeller(one), { stock: 20 })
    const watcher = await join(other, '/board')
    await (await join(one, '/')).ok('purchase:create', purchase(product, 2))
    const pace = () => watcher.heard.findLast(({ event }) => event === 'sales:pace')?.payload
    await watcher.until(() => (pace() as { units: number } | undefined)?.units === 2, 'its sale')
  })

  test('[G6] nobody is refused for stock that was there when they asked', async () => {
    const [one, other] = await startNodes()
    const seller = await joinSeller(one)
    const product = await list(seller, { stock: 0 })
    const buyer = await join(other, '/')
    await buyer.until(() => buyer.stock(product.id) === 0)
    for (let round = 0; round < 10; round += 1) {
      await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: 1 })
      await buyer.ok('purchase:create', purchase(product))
    }
  })

  test('[G9] a retry on the other node returns the outcome', async () => {
    const [one, other] = await startNodes()
    const address = await balance(one)
    const product = await list(await joinSeller(one), { stock: 1 })
    const buyer = await join(address, '/')
    const wanted = purchase(product)
    const first = await buyer.ok('purchase:create', wanted)
    address.moveTo(other)
    await buyer.until(() => !buyer.socket.connected)
    await buyer.ready()
    expect(await buyer.ok('purchase:create', wanted)).toEqual(first)
    const orders = await buyer.ok('order:list', {})
    expect(orders.orders.map(({ id }) => id)).toEqual([first.order.id])
  })

  test('[G7] who moves to the other node is resumed by changes, and never reset', async () => {
    const [one, other] = await startNodes()
    const address = await balance(one)
    const seller = await joinSeller(one)
    const product = await list(seller, { stock: 100 })
    const watcher = await join(address, '/')
    for (let move = 0; move < 10; move += 1) {
      await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: 1 })
      await watcher.until(() => watcher.stock(product.id) === 101 + move)
      address.moveTo(move % 2 === 0 ? other : one)
      await watcher.until(() => !watcher.socket.connected)
      await watcher.ready()
    }
    expect(watcher.stream.resets).toBe(1)
  })

  test('[G7] a node that a client comes to is first brought to the seq of its last reply', async () => {
    const [one, other] = await startNodes()
    const product = await list(await joinSeller(one), { stock: 1 })
    const buyer = await join(one, '/')
    const { epoch, seq } = one.core.market.counters
    const bought = await buyer.ok('purchase:create', purchase(product))
    const reach = vi.spyOn(other.core.queue, 'reach')
    await join(other, '/', { auth: { watch: false, epoch, seq, atLeast: bought.seq } })
    expect(reach).toHaveBeenCalledWith(bought.seq)
  })

  test('[G12] accounts are those of all nodes, and signing out closes the sockets of all', async () => {
    const [one, other] = await startNodes()
    const amara = await signUp(one, 'amara@example.org')
    await expect.poll(() => getAs(other, '/api/sessions', amara).then(({ status }) => status)).toBe(200)
    const there = await joinAs(other, amara)
    await postAs(one, '/api/sign-out', {}, amara)
    await there.until(() => !there.socket.connected, 'signed out')
    await expect.poll(() => isDead(other, amara)).toBe(true)
    const again = await signIn(other, 'amara@example.org')
    expect(again.token).not.toBe(amara.token)
  })

  test('[G10] one that stops leaves the other selling, and one that starts later has all of it', async () => {
    const [one, other] = await startNodes()
    const product = await list(await joinSeller(one), { stock: 10 })
    await one.stop()
    const buyer = await join(other, '/')
    await buyer.until(() => buyer.stock(product.id) === 10)
    await buyer.ok('purchase:create', purchase(product))
    await one.start()
    const late = await join(one, '/')
    await late.until(() => late.stock(product.id) === 9)
  })

  test.runIf(isOwnPostgres)(
    '[G9] while the database is away nothing is sold, and afterwards every outcome is known',
    async () => {
      const postgres = await startPostgres()
      atEnd(() => postgres.remove())
      const [one, other] = await startNodes(Promise.resolve(postgres))
      const product = await list(await joinSeller(one), { stock: 1_000 })
      const buyers = [...(await joinBuyers(one, 5)), ...(await joinBuyers(other, 5))]
      await Promise.all(buyers.map((buyer) => buyer.until(() => buyer.stock(product.id) === 1_000)))
      let isOver = false
      const buying = buyers.map(async (buyer) => {
        const ids: string[] = []
        while (!isOver) {
          const wanted = purchase(product)
          const answer = await buyer.requestUntilKnown('purchase:create', wanted)
          if (answer.ok) ids.push(answer.order.id)
        }
        return ids
      })
      for (let restart = 0; restart < 3; restart += 1) {
        await postgres.kill()
        await expect.poll(() => get(`${one.url}/readyz`).then(({ status }) => status)).toBe(503)
        expect((await get(`${one.url}/healthz`)).status).toBe(200)
        await postgres.start()
        await expect.poll(() => get(`${one.url}/readyz`).then(({ status }) => status)).toBe(200)
        await expect.poll(() => get(`${other.url}/readyz`).then(({ status }) => status)).toBe(200)
      }
      isOver = true
      const bought = (await Promise.all(buying)).flat()
      expect(new Set(bought).size).toBe(bought.length)
      await Promise.all(
        buyers.map((buyer) => buyer.until(() => buyer.stock(product.id) === 1_000 - bought.length)),
      )
    },
  )
})
