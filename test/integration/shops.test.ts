import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../server/os/system.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import {
  getAs,
  inviteSeller,
  isDead,
  joinAs,
  joinShopOf,
  linkSecret,
  openGuest,
  password,
  personOf,
  postAs,
  signUp,
} from '../support/drivers/people.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const email = 'amara@example.org'

describe('links', () => {
  test('[G12] an invitation creates one account with a shop, once', async () => {
    const market = await MarketServer.start()
    const secret = await linkSecret(market, '/api/invites', { email, shopName: 'Bakery' })
    const look = await postAs(market, '/api/invites/look', { secret })
    expect(look.json()).toMatchObject({ email, shopName: 'Bakery' })
    const body = { secret, email, password, shop: { name: 'Amara’s Bread', pickupNote: 'At the gate' } }
    const answers = await Promise.all([
      postAs(market, '/api/invites/accept', body),
      postAs(market, '/api/invites/accept', { ...body, email: 'ben@example.org' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
    await market.restart()
    expect((await postAs(market, '/api/invites/accept', { ...body, email: 'cem@example.org' })).status).toBe(
      404,
    )
    const seller = personOf(answers.find(({ status }) => status === 200)!)
    expect(seller.session.role).toBe('seller')
    const shop = await joinShopOf(market, seller)
    expect([...shop.view!.shops.values()]).toMatchObject([
      { id: 2, slug: 'amara-s-bread', name: 'Amara’s Bread', pickupNote: 'At the gate', status: 'open' },
    ])
  })

  test('[G12] a link expires after seven days', async () => {
    let later = 0
    const clock = { ...systemClock, now: () => systemClock.now() + later }
    const market = await MarketServer.start({ world: { clock } })
    const secret = await linkSecret(market, '/api/invites', {})
    const look = () => postAs(market, '/api/invites/look', { secret })
    later = 7 * 24 * 3_600_000 - 5_000
    expect((await look()).status).toBe(200)
    later += 10_000
    expect((await look()).status).toBe(404)
  })

  test('[G12] a reset sets one password, once, and ends all sessions', async () => {
    const market = await MarketServer.start()
    const before = await signUp(market, email)
    const secret = await linkSecret(market, '/api/resets', { email })
    const body = { secret, password: 'four green awnings' }
    const after = personOf(await postAs(market, '/api/resets/accept', body))
    expect(after.session.role).toBe('buyer')
    expect([await isDead(market, before), await isDead(market, after)]).toEqual([true, false])
    expect((await postAs(market, '/api/resets/accept', body)).status).toBe(404)
    await market.restart()
    expect((await postAs(market, '/api/resets/accept', body)).status).toBe(404)
    expect((await postAs(market, '/api/sign-in', { email, password })).status).toBe(401)
  })

  test('[G12] an address that guesses secrets of links is slowed down', async () => {
    const market = await MarketServer.start({ bounds: { rates: { wrongSecretsPerAddressPerMinute: 3 } } })
    const tries = []
    for (let count = 0; count < 4; count += 1)
      tries.push((await postAs(market, '/api/invites/look', { secret: `guess ${count}` })).status)
    expect(tries).toEqual([404, 404, 404, 429])
  })
})

describe('shops', () => {
  test('[config] everybody may open a shop if the operator allows it, and otherwise nobody', async () => {
    const body = { email, password, shop: { name: 'Bakery' } }
    const closed = await MarketServer.start()
    expect((await postAs(closed, '/api/sign-up', body)).status).toBe(403)
    const open = await MarketServer.start({ environment: { SOUK_SIGNUP: 'open' } })
    expect(personOf(await postAs(open, '/api/sign-up', body)).session.role).toBe('seller')
  })

  test('[G12] a seller gets only their own shop, hidden products included', async () => {
    const market = await MarketServer.start()
    const house = await joinSeller(market)
    await list(house, { name: 'House bread', status: 'hidden' })
    const [amara, ben] = [
      await joinShopOf(market, await inviteSeller(market, email, 'Amara’s')),
      await joinShopOf(market, await inviteSeller(market, 'ben@example.org', 'Ben’s')),
    ]
    const hidden = await list(amara, { name: 'Cake', status: 'hidden' })
    const seen = await list(ben, { name: 'Soap' })
    expect([hidden.shopId, seen.shopId]).toEqual([2, 3])
    await amara.until(() => amara.view!.products.has(hidden.id), 'the cake')
    await ben.until(() => ben.view!.products.has(seen.id), 'the soap')
    expect([...amara.view!.products.keys()]).toEqual([hidden.id])
    expect([...ben.view!.products.keys()]).toEqual([seen.id])
    expect([...ben.view!.shops.keys()]).toEqual([3])
    const buyer = await joinAs(market, await openGuest(market))
    const { order } = await buyer.ok('purchase:create', purchase(seen))
    await ben.until(() => ben.heard.some(({ event }) => event === 'order:changed'), 'the order')
    expect(amara.heard.filter(({ event }) => event === 'order:changed')).toEqual([])
    expect(JSON.stringify(amara.heard)).not.toContain(order.id)
    expect(JSON.stringify(amara.heard)).not.toContain(`[${seen.id},`)
    const removed = amara.heard.flatMap(({ payload }) => (payload as { removed?: number[] }).removed ?? [])
    expect(removed).toEqual([])
    expect((await amara.ok('order:list', {})).orders).toEqual([])
    expect((await ben.ok('order:list', {})).orders.map(({ id }) => id)).toEqual([order.id])
  })

  test('[G12] a suspended shop sells nothing until the operator restores it, whatever its seller does', async () => {
    const market = await MarketServer.start()
    const person = await inviteSeller(market, email, 'Amara’s')
    const seller = await joinShopOf(market, person)
    const bread = await list(seller)
    const buyer = await joinAs(market, await openGuest(market))
    const operator = { token: operatorToken }
    const reason = 'Please call us about your invoice.'
    const suspended = await postAs(market, '/api/shops/2/suspend', { reason }, operator)
    expect(suspended.json()).toMatchObject({ shop: { id: 2, status: 'suspended' } })
    const opening = { id: crypto.randomUUID(), status: 'open' } as const
    expect(await seller.refused('shop:update', opening)).toMatchObject({ code: 'shop_closed' })
    expect(await buyer.refused('purchase:create', purchase(bread))).toMatchObject({ code: 'shop_closed' })
    await market.restart()
    await buyer.ready()
    expect(await buyer.refused('purchase:create', purchase(bread))).toMatchObject({ code: 'shop_closed' })
    const own = await getAs(market, '/api/suspension', person)
    expect(own.json()).toEqual({ reason })
    // Only those who work there are told, not every page.
    expect(JSON.stringify(buyer.heard)).not.toContain(reason)
    await postAs(market, '/api/shops/2/restore', undefined, operator)
    expect((await getAs(market, '/api/suspension', person)).json()).toEqual({ reason: null })
    await buyer.ok('purchase:create', purchase(bread))
    const shops = (await getAs(market, '/api/shops', operator)).json()
    expect(shops).toEqual({
      shops: [
        { shopId: 1, email: null, orders: 0 },
        { shopId: 2, email, orders: 1 },
      ],
    })
  })
})
