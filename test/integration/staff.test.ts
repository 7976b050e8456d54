import { afterEach, describe, expect, test } from 'vitest'
import type { StaffList } from '../../shared/protocol/staff-messages.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { dial } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { startNodes } from '../support/drivers/nodes.ts'
import {
  deleteAs,
  hire,
  inviteSeller,
  jobSecret,
  joinAs,
  joinShopOf,
  openGuest,
  type Person,
  password,
  personOf,
  postAs,
  signUp,
  staffOf,
} from '../support/drivers/people.ts'
import { type Market, MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const operator = { token: operatorToken }

/** The id by which a shop's owner names somebody who works there. */
const idOf = async (market: Market, owner: { token: string }, email: string): Promise<string> =>
  (await staffOf(market, owner)).staff.find((one) => one.email === email)!.id

const codeOf = (answer: { json(): unknown }): string | undefined =>
  (answer.json() as { error?: { code: string } }).error?.code

describe('joining', () => {
  test('[G12] a link lets one person work in the shop, once, as what it says', async () => {
    const market = await MarketServer.start()
    const owner = await inviteSeller(market, 'amara@example.org', 'Bakery')
    const secret = await jobSecret(market, owner, 'counter')
    const look = await postAs(market, '/api/invites/look', { secret })
    expect(look.json()).toMatchObject({ email: null, shopName: 'Bakery', role: 'counter' })
    const joined = personOf(
      await postAs(market, '/api/invites/accept', {
        secret,
        email: 'ben@example.org',
        password,
        name: 'Ben',
      }),
    )
    expect(joined.session).toMatchObject({ role: 'seller', shops: [{ shopId: 2, role: 'counter' }] })
    const again = { secret, email: 'carla@example.org', password }
    expect((await postAs(market, '/api/invites/accept', again)).status).toBe(404)
    const { staff, invites } = await staffOf(market, owner)
    expect(staff).toMatchObject([
      { email: 'amara@example.org', name: null, role: 'owner', current: true },
      { email: 'ben@example.org', name: 'Ben', role: 'counter', current: false },
    ])
    expect(invites).toEqual([])
  })

  test('[G12] one person works in several shops, with a role in each, and sees all of them', async () => {
    const market = await MarketServer.start()
    const amara = await inviteSeller(market, 'amara@example.org', 'Bakery')
    const ben = await inviteSeller(market, 'ben@example.org', 'Soaps')
    const bread = await list(await joinShopOf(market, amara), { status: 'hidden' })
    const selling = await joinShopOf(market, ben)
    const soap = await list(selling, { name: 'Soap' })
    const secret = await jobSecret(market, amara, 'counter')
    expect((await postAs(market, '/api/invites/join', { secret }, ben)).json()).toMatchObject({
      session: {
        shops: [
          { shopId: 3, role: 'owner' },
          { shopId: 2, role: 'counter' },
        ],
      },
    })
    // The connection that was open comes back, and then sees the other shop too.
    await selling.until(() => selling.view?.products.has(bread.id) === true, 'the bread')
    expect([...selling.view!.shops.keys()].sort()).toEqual([2, 3])
    await selling.ok('product:update', { id: newId(), productId: soap.id, price: 1 })
    const change = { id: newId(), productId: bread.id, price: 1 }
    expect(await selling.refused('product:update', change)).toMatchObject({
      code: 'role_required',
      shopId: 2,
    })
    const { order } = await (await joinAs(market, await openGuest(market))).ok(
      'purchase:create',
      purchase({ ...soap, price: 1 }),
    )
    await selling.until(() => selling.heard.some(({ event }) => event === 'order:changed'), 'the order')
    expect((await selling.ok('order:list', {})).orders.map(({ id }) => id)).toEqual([order.id])
    expect((await selling.ok('order:list', { shopId: 2 })).orders).toEqual([])
    const twice = await jobSecret(market, amara, 'owner')
    expect(codeOf(await postAs(market, '/api/invites/join', { secret: twice }, ben))).toBe('conflict')
  })

  test('[G12] a link ends after seven days, when it is withdrawn, and with the owner who made it', async () => {
    const clock = new ShiftedClock(Date.now())
    const market = await MarketServer.start({ world: { clock } })
    const amara = await inviteSeller(market, 'amara@example.org', 'Bakery')
    const ben = await hire(market, amara, 'ben@example.org', 'owner')
    const carla = await signUp(market, 'carla@example.org')
    const join = async (secret: string) =>
      (await postAs(market, '/api/invites/join', { secret }, carla)).status
    const withdrawn = await jobSecret(market, amara, 'reader')
    const [invite] = (await staffOf(market, amara)).invites
    expect(
      ((await deleteAs(market, `/api/staff/invites/${invite!.id}`, amara)).json() as StaffList).invites,
    ).toEqual([])
    expect(await join(withdrawn)).toBe(404)
    const bens = await jobSecret(market, ben, 'owner')
    await deleteAs(market, `/api/staff/${await idOf(market, amara, 'ben@example.org')}`, amara)
    expect(await join(bens)).toBe(404)
    const late = await jobSecret(market, amara, 'reader')
    clock.skip(7 * 86_400_000)
    expect(await join(late)).toBe(404)
    expect((await staffOf(market, amara)).staff).toHaveLength(1)
  })

  test('[limits] a shop has so many people and open links, and no more', async () => {
    const market = await MarketServer.start({
      bounds: { session: { staffPerShopMax: 2, staffInvitesPerShopMax: 2 } },
    })
    const owner = await inviteSeller(market, 'amara@example.org', 'Bakery')
    const secrets = [await jobSecret(market, owner, 'reader'), await jobSecret(market, owner, 'reader')]
    const third = await postAs(market, '/api/staff/invites', { role: 'reader' }, owner)
    expect(third.json()).toMatchObject({ error: { code: 'quota_reached', what: 'invites', max: 2 } })
    const accept = (index: number) =>
      postAs(market, '/api/invites/accept', {
        secret: secrets[index],
        email: `reader${index}@example.org`,
        password,
      })
    expect((await accept(0)).status).toBe(200)
    expect((await accept(1)).json()).toMatchObject({
      error: { code: 'quota_reached', what: 'staff', max: 2 },
    })
  })
})

describe('changing', () => {
  test('[G12] who is removed is cut off at once, and cannot come back', async () => {
    const market = await MarketServer.start()
    const owner = await inviteSeller(market, 'amara@example.org', 'Bakery')
    const ben = await hire(market, owner, 'ben@example.org', 'manager')
    const selling = await joinShopOf(market, ben)
    const buying = await joinAs(market, ben)
    await deleteAs(market, `/api/staff/${await idOf(market, owner, 'ben@example.org')}`, owner)
    await selling.until(() => !selling.socket.connected, 'cut off')
    expect(buying.socket.connected).toBe(true)
    const again = dial(market, '/seller', { auth: { token: ben.token } })
    expect((await again.refusal()).data?.code).toBe('forbidden')
    expect(codeOf(await postAs(market, '/api/staff/invites', { role: 'reader' }, ben))).toBe('forbidden')
  })

  test('[G12] another role counts at once, also in pages that are open', async () => {
    const market = await MarketServer.start()
    const owner = await inviteSeller(market, 'amara@example.org', 'Bakery')
    const ben = await hire(market, owner, 'ben@example.org', 'reader')
    const selling = await joinShopOf(market, ben)
    const create = () => ({ id: newId(), name: 'X', price: 1, stock: 1 })
    expect((await selling.refused('product:create', create())).code).toBe('role_required')
    const id = await idOf(market, owner, 'ben@example.org')
    await postAs(market, `/api/staff/${id}`, { role: 'manager' }, owner)
    await selling.until(() => !selling.socket.connected, 'cut off')
    await selling.ready()
    await selling.ok('product:create', create())
  })

  test('[G12] a shop keeps an owner, whoever asks', async () => {
    const market = await MarketServer.start()
    const owner = await inviteSeller(market, 'amara@example.org', 'Bakery')
    const id = await idOf(market, owner, 'amara@example.org')
    for (const asking of [owner, operator]) {
      const path = `/api/staff/${id}?shopId=2`
      expect(codeOf(await deleteAs(market, path, asking))).toBe('last_owner')
      expect(codeOf(await postAs(market, path, { role: 'reader' }, asking))).toBe('last_owner')
    }
    const ben = await hire(market, owner, 'ben@example.org', 'owner')
    await postAs(market, `/api/staff/${id}`, { role: 'reader' }, ben)
    await market.restart()
    expect((await staffOf(market, ben)).staff.map(({ email, role }) => [email, role])).toEqual([
      ['amara@example.org', 'reader'],
      ['ben@example.org', 'owner'],
    ])
    const bens = await idOf(market, ben, 'ben@example.org')
    expect(codeOf(await deleteAs(market, `/api/staff/${bens}`, ben))).toBe('last_owner')
  })

  test('[G12] the operator sees every shop’s people, and stands in none', async () => {
    const market = await MarketServer.start()
    await inviteSeller(market, 'amara@example.org', 'Bakery')
    const secret = await jobSecret(market, operator, 'manager', 1)
    personOf(await postAs(market, '/api/invites/accept', { secret, email: 'ben@example.org', password }))
    expect((await staffOf(market, operator)).staff).toMatchObject([
      { email: 'ben@example.org', role: 'manager' },
    ])
    const selling = await joinShopOf(
      market,
      personOf(await postAs(market, '/api/sign-in', { email: 'ben@example.org', password })),
    )
    expect((await list(selling)).shopId).toBe(1)
    expect(codeOf(await deleteAs(market, '/api/staff/operator', operator))).toBe('not_found')
  })
})

/** Both can be reached, and a change at one is known at the other. */
async function twoNodes(): Promise<{ one: MarketServer; other: MarketServer; owner: Person }> {
  const [one, other] = await startNodes()
  return { one, other, owner: await inviteSeller(one, 'amara@example.org', 'Bakery') }
}

describe('on several nodes', () => {
  test('[G12] who is removed at one node is cut off at the other within a second', async () => {
    const { one, other, owner } = await twoNodes()
    const ben = await hire(one, owner, 'ben@example.org', 'counter')
    await expect.poll(() => other.core.accounts.byEmail('ben@example.org')?.staff?.length).toBe(1)
    const selling = await joinShopOf(other, ben)
    const id = await idOf(one, owner, 'ben@example.org')
    const askedAt = performance.now()
    expect((await deleteAs(one, `/api/staff/${id}`, owner)).status).toBe(200)
    await selling.until(() => !selling.socket.connected, 'cut off')
    expect(performance.now() - askedAt).toBeLessThan(1_000)
    const again = dial(other, '/seller', { auth: { token: ben.token } })
    expect((await again.refusal()).data?.code).toBe('forbidden')
  })

  test('[G12] two owners who remove each other at two nodes leave one', async () => {
    const { one, other, owner: amara } = await twoNodes()
    const ben = await hire(one, amara, 'ben@example.org', 'owner')
    const [amaras, bens] = [
      await idOf(one, amara, 'amara@example.org'),
      await idOf(one, amara, 'ben@example.org'),
    ]
    await expect.poll(() => other.core.accounts.byId(bens)?.staff?.length).toBe(1)
    const answers = await Promise.all([
      deleteAs(one, `/api/staff/${bens}`, amara),
      deleteAs(other, `/api/staff/${amaras}`, ben),
    ])
    expect(answers.map(({ status }) => status).sort()).not.toEqual([200, 200])
    const owners = (node: MarketServer) => node.core.accounts.staffOf(2).map(({ id }) => id)
    await expect
      .poll(() => [owners(one), owners(other)])
      .toSatisfy(([left, right]: string[][]) => left!.length === 1 && left![0] === right![0])
  })
})
