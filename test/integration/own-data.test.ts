import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { OwnDataExport } from '../../shared/protocol/account-messages.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { startNodes } from '../support/drivers/nodes.ts'
import {
  getAs,
  hire,
  inviteSeller,
  isDead,
  joinAs,
  linkSecret,
  openGuest,
  type Person,
  password,
  postAs,
  signIn,
  signUp,
} from '../support/drivers/people.ts'
import { MarketServer } from '../support/drivers/server.ts'

/** A person sees what is stored about them, changes their name, and deletes it all. */

afterEach(leaveNothing)

const email = 'amara@example.org'

const dataOf = async (market: MarketServer, person: Person): Promise<OwnDataExport> =>
  (await getAs(market, '/api/my-data', person)).json() as OwnDataExport
const remove = (market: MarketServer, person: Person, typed: object = { password }) =>
  postAs(market, '/api/my-data/delete', typed, person)

/** The records about people, as the disk has them. */
async function textsIn(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((name) => name.startsWith('people'))
  return (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('')
}

/** Somebody with a name who has ordered, with the order as its seller sees it. */
async function setScene(market: MarketServer) {
  const seller = await joinSeller(market)
  const bread = await list(seller)
  const guest = await openGuest(market)
  const asGuest = await joinAs(market, guest)
  await asGuest.ok('session:rename', { name: 'Amara' })
  const { order } = await asGuest.ok('purchase:create', purchase(bread))
  return { seller, guest, order }
}

test('[G12] a person downloads what is stored about them and their orders, and nothing about others', async () => {
  const market = await MarketServer.start()
  const { guest, order } = await setScene(market)
  const other = await openGuest(market)
  expect(await dataOf(market, guest)).toMatchObject({
    pickupName: 'Amara',
    account: null,
    orders: [{ id: order.id }],
    hasMoreOrders: false,
  })
  expect(await dataOf(market, other)).toMatchObject({ pickupName: null, orders: [] })
  const person = await signUp(market, email, guest)
  const own = await dataOf(market, person)
  expect(own).toMatchObject({ account: { email }, pickupName: 'Amara', orders: [{ id: order.id }] })
  expect(JSON.stringify(own)).not.toContain('argon2')
})

test('[G12] a changed name is called at pickup, for accounts and guests', async () => {
  const market = await MarketServer.start()
  const { seller, guest, order } = await setScene(market)
  expect((await postAs(market, '/api/name', { name: 'Zoë' }, guest)).json()).toMatchObject({
    session: { name: 'Zoë' },
  })
  const { orders } = await seller.ok('order:list', {})
  expect(orders).toMatchObject([{ id: order.id, buyerName: 'Zoë' }])
  expect((await postAs(market, '/api/name', { name: ' ' }, guest)).status).toBe(400)
})

for (const storage of ['files', 'PostgreSQL'] as const) {
  test(`[G12] a deleted account is gone from ${storage} with its name and all its sessions, also after a restart`, async () => {
    const [market, other] = storage === 'files' ? [await MarketServer.start()] : await startNodes()
    const { seller, guest, order } = await setScene(market!)
    const person = await signUp(market!, email, guest)
    const phone = await signIn(other ?? market!, email)
    const connected = await joinAs(other ?? market!, phone)
    expect((await remove(market!, person, { password: 'not the right one' })).status).toBe(401)
    expect((await remove(market!, person, {})).status).toBe(401)
    expect(await isDead(market!, person)).toBe(false)
    expect((await remove(market!, person)).status).toBe(200)
    await connected.until(() => !connected.socket.connected, 'cut off')
    const isGone = async (asked: MarketServer) => {
      expect([await isDead(asked, person), await isDead(asked, phone)]).toEqual([true, true])
      expect((await postAs(asked, '/api/sign-in', { email, password })).status).toBe(401)
    }
    for (const one of [market!, ...(other ? [other] : [])]) await isGone(one)
    await market!.restart()
    await isGone(market!)
    await seller.reconnect()
    const { orders } = await seller.ok('order:list', {})
    expect(orders).toMatchObject([{ id: order.id, status: 'placed' }])
    expect(orders[0]!.buyerName).toMatch(/^Guest /)
    expect((await getAs(market!, order.receiptUrl.replace('/r/', '/api/receipts/'))).status).toBe(200)
    // The address is free again, and has nothing of before.
    const again = await signUp(market!, email)
    expect(await dataOf(market!, again)).toMatchObject({ pickupName: null, orders: [] })
  })
}

test('[G12] no file contains a deleted account any more, a moment later', async () => {
  const market = await MarketServer.start({ bounds: { session: { purgeAfterMs: 10 } } })
  const person = await signUp(market, email)
  const other = await signUp(market, 'other@example.org')
  const stored = () => textsIn(market.folder)
  expect(await stored()).toContain(email)
  expect((await remove(market, person)).status).toBe(200)
  await expect.poll(async () => (await stored()).includes(email)).toBe(false)
  await market.restart()
  expect([await isDead(market, person), await isDead(market, other)]).toEqual([true, false])
})

test('[G12] a guest deletes their name and session, and reset links of a deleted account are dead', async () => {
  const market = await MarketServer.start()
  const { seller, guest } = await setScene(market)
  const person = await signUp(market, email)
  const secret = await linkSecret(market, '/api/resets', { email })
  expect((await remove(market, person)).status).toBe(200)
  expect((await postAs(market, '/api/resets/accept', { secret, password })).status).toBe(404)
  expect((await remove(market, guest, {})).status).toBe(200)
  expect(await isDead(market, guest)).toBe(true)
  const { orders } = await seller.ok('order:list', {})
  expect(orders[0]!.buyerName).toMatch(/^Guest /)
})

test('[G15] who runs a shop cannot delete their account, staff can, and the market opens again', async () => {
  const market = await MarketServer.start()
  const owner = await inviteSeller(market, 'owner@example.org', 'Own')
  const helper = await hire(market, owner, 'helper@example.org', 'counter')
  expect((await remove(market, owner)).json()).toMatchObject({ error: { code: 'last_owner' } })
  expect((await remove(market, helper)).status).toBe(200)
  await market.restart()
  expect([await isDead(market, owner), await isDead(market, helper)]).toEqual([false, true])
})
