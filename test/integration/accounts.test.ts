import { readdir, readFile, stat } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { bounds } from '../../server/bounds.ts'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { openPeople } from '../../server/session/people.ts'
import type { ListedSession } from '../../shared/protocol/account-messages.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { dial, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import {
  deleteAs,
  getAs,
  isDead,
  joinAs,
  joinShopOf,
  linkSecret,
  openGuest,
  type Person,
  password,
  personOf,
  postAs,
  signIn,
  signUp,
} from '../support/drivers/people.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const email = 'amara@example.org'

describe('signing up and in', () => {
  test('[G12] a guest who signs up keeps their orders, with a new id and token', async () => {
    const market = await MarketServer.start()
    const bread = await list(await joinSeller(market))
    const guest = await openGuest(market)
    const before = await joinAs(market, guest)
    const { order } = await before.ok('purchase:create', purchase(bread, 2))
    await before.ok('session:rename', { name: 'Amara' })
    const buyer = await signUp(market, email, guest)
    expect(buyer.session).toEqual({
      id: expect.any(String),
      name: 'Amara',
      role: 'buyer',
      buyerId: expect.any(String),
    })
    expect([buyer.session.id === guest.session.id, buyer.token === guest.token]).toEqual([false, false])
    await before.until(() => !before.socket.connected, 'cut off')
    expect(await isDead(market, guest)).toBe(true)
    const after = await joinAs(market, buyer)
    expect((await after.ok('order:list', {})).orders.map(({ id }) => id)).toEqual([order.id])
  })

  test('[G5] a command that a guest had pending has one outcome after the sign-in', async () => {
    const market = await MarketServer.start()
    const bread = await list(await joinSeller(market), { stock: 5 })
    await signUp(market, email)
    const guest = await openGuest(market)
    const command = purchase(bread, 2)
    const { seq } = await (await joinAs(market, guest)).ok('purchase:create', command)
    const buyer = await joinAs(market, await signIn(market, email, guest))
    expect((await buyer.ok('purchase:create', command)).seq).toBe(seq)
    await buyer.until(() => buyer.stock(bread.id) === 3, 'sold once')
  })

  test('[limits] what a guest bought counts against the account’s limit', async () => {
    const market = await MarketServer.start()
    const bread = await list(await joinSeller(market), { limitPerBuyer: 3 })
    const first = await joinAs(market, await signUp(market, email))
    await first.ok('purchase:create', purchase(bread, 1))
    const guest = await openGuest(market)
    await (await joinAs(market, guest)).ok('purchase:create', purchase(bread, 2))
    const buyer = await joinAs(market, await signIn(market, email, guest))
    expect(await buyer.refused('purchase:create', purchase(bread, 1))).toMatchObject({
      code: 'limit_reached',
      left: 0,
    })
  })

  test('[G12] if the process dies after the account was stored and before its effect, the next start completes it', async () => {
    const market = await MarketServer.start()
    const bread = await list(await joinSeller(market))
    const guest = await openGuest(market)
    const { order } = await (await joinAs(market, guest)).ok('purchase:create', purchase(bread))
    const account = await signUp(market, email)
    const guestsBuyerId = order.buyerId
    await market.stop()
    await changeAccount(market.folder, email, {
      merging: [{ sessionId: guest.session.id, buyerId: guestsBuyerId, expiresAt: Date.now() * 2 }],
    })
    await market.start()
    const buyer = await joinAs(market, account)
    expect((await buyer.ok('order:list', {})).orders.map(({ id }) => id)).toEqual([order.id])
    expect(await isDead(market, guest)).toBe(true)
    const told = (await market.core.accounts.byEmail(email))?.merging
    expect(told).toEqual([])
  })

  test('[G12] a wrong password and an unknown account are answered alike, and slowed down alike', async () => {
    const market = await MarketServer.start({
      bounds: { rates: { failedSignInsPerAccountAndAddressPerTenMinutes: 2 } },
    })
    await signUp(market, email)
    for (const address of [email, 'nobody@example.org']) {
      const answers = []
      for (const typed of ['not the password', 'nor this one!', password]) {
        const answer = await postAs(market, '/api/sign-in', { email: address, password: typed })
        answers.push([answer.status, (answer.json() as { error: { code: string } }).error.code])
      }
      expect(answers).toEqual([
        [401, 'unauthenticated'],
        [401, 'unauthenticated'],
        [429, 'too_many_requests'],
      ])
    }
  })

  test('[G12] an address that keeps failing is slowed down, whichever accounts it tries', async () => {
    const market = await MarketServer.start({ bounds: { rates: { failedSignInsPerAddressPerMinute: 3 } } })
    for (let count = 0; count < 3; count += 1)
      await postAs(market, '/api/sign-in', { email: `nobody-${count}@example.org`, password })
    expect((await postAs(market, '/api/sign-in', { email, password })).status).toBe(429)
  })

  test.for([
    ['short', 'nine char'],
    ['1234567890', 'a run'],
    ['aaaaaaaaaaaa', 'one character'],
    ['Password123', 'on every list'],
    ['amara1amara', 'of three characters'],
    ['amara!2026', 'made of the address'],
    ['abcdefghijklm', 'a longer run'],
  ])('[G13] %s is no password: %s', async ([typed]) => {
    const market = await MarketServer.start()
    const answer = await postAs(market, '/api/sign-up', { email: 'amara@example.org', password: typed })
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      { error: { code: 'invalid', issues: [{ path: 'password' }] } },
    ])
  })

  test('[G12] an e-mail address has one account, in whatever case it is written', async () => {
    const market = await MarketServer.start()
    await signUp(market, email)
    const again = await postAs(market, '/api/sign-up', { email: ' Amara@Example.org ', password })
    expect([again.status, again.json()]).toMatchObject([409, { error: { code: 'conflict' } }])
    expect((await signIn(market, 'AMARA@example.org')).session.role).toBe('buyer')
  })

  test('[G12] two sign-ups with one e-mail address at the same time make one account', async () => {
    const market = await MarketServer.start()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => postAs(market, '/api/sign-up', { email, password })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409])
  })
})

describe('signing out', () => {
  test.for(['guest', 'buyer'])(
    '[G12] a %s’s sockets are closed within a second, and the token stays invalid',
    async (kind) => {
      const market = await MarketServer.start()
      const person = kind === 'guest' ? await openGuest(market) : await signUp(market, email)
      const client = await joinAs(market, person)
      const start = performance.now()
      expect((await postAs(market, '/api/sign-out', undefined, person)).status).toBe(200)
      await client.until(() => !client.socket.connected, 'cut off')
      expect(performance.now() - start).toBeLessThan(1_000)
      expect(await isDead(market, person)).toBe(true)
      await market.restart()
      expect(await isDead(market, person)).toBe(true)
      const late = dial(market, '/', { auth: { token: person.token } })
      expect(await late.refusal()).toMatchObject({ data: { code: 'unauthenticated' } })
    },
  )

  test('[G12] sessions are listed, and ended one by one or all others at once', async () => {
    const market = await MarketServer.start()
    const first = await signUp(market, email)
    const [second, third] = [await signIn(market, email), await signIn(market, email)]
    const listed = async (person: Person) =>
      ((await getAs(market, '/api/sessions', person)).json() as { sessions: ListedSession[] }).sessions
    expect((await listed(first)).map(({ id, current }) => [id, current])).toEqual([
      [third.session.id, false],
      [second.session.id, false],
      [first.session.id, true],
    ])
    const client = await joinAs(market, second)
    expect((await deleteAs(market, `/api/sessions/${second.session.id}`, first)).status).toBe(200)
    await client.until(() => !client.socket.connected, 'cut off')
    expect(await Promise.all([first, second, third].map((one) => isDead(market, one)))).toEqual([
      false,
      true,
      false,
    ])
    await deleteAs(market, '/api/sessions', first)
    await market.restart()
    expect(await Promise.all([first, third].map((one) => isDead(market, one)))).toEqual([false, true])
    const other = await signUp(market, 'ben@example.org')
    expect((await deleteAs(market, `/api/sessions/${first.session.id}`, other)).status).toBe(404)
    expect(await isDead(market, first)).toBe(false)
  })

  test('[G12] a new password ends all other sessions, and the old password is wrong', async () => {
    const market = await MarketServer.start()
    const first = await signUp(market, email)
    const second = await signIn(market, email)
    const newPassword = 'four green awnings'
    const wrong = await postAs(market, '/api/password', { password: 'not this one', newPassword }, first)
    expect(wrong.status).toBe(401)
    const changed = personOf(await postAs(market, '/api/password', { password, newPassword }, first))
    expect(await Promise.all([first, second, changed].map((one) => isDead(market, one)))).toEqual([
      true,
      true,
      false,
    ])
    await market.restart()
    expect((await postAs(market, '/api/sign-in', { email, password })).status).toBe(401)
    expect((await postAs(market, '/api/sign-in', { email, password: newPassword })).status).toBe(200)
  })
})

test('[G12] no file, log line, metric or message contains a password or a token', async () => {
  const lines: string[] = []
  const logger = pino({ level: 'trace' }, { write: (line) => void lines.push(line) })
  const market = await MarketServer.start({ world: { logger } })
  const secret = await linkSecret(market, '/api/invites', { email })
  const body = { secret, email, password, shop: { name: 'Bakery' } }
  const seller = personOf(await postAs(market, '/api/invites/accept', body))
  const client = await joinShopOf(market, seller)
  await list(client)
  await postAs(market, '/api/sign-in', { email, password: 'a wrong password' })
  const metrics = await getAs(market, '/metrics')
  await market.stop()
  const names = (await readdir(market.folder)).filter((name) => name !== 'operator-token')
  const files = await Promise.all(names.map((name) => readFile(joinPath(market.folder, name), 'utf8')))
  const everything = [...files, ...lines, String(metrics.body)].join('\n')
  const heard = JSON.stringify(client.heard)
  for (const told of [password, 'a wrong password', seller.token, secret, operatorToken]) {
    expect(everything).not.toContain(told)
    expect(heard).not.toContain(told)
  }
  expect(lines.join('')).toContain('"level":20')
  const journal = files.filter((_, index) => names[index]!.startsWith('journal'))
  expect(journal.join('')).not.toContain(email)
})

test('[limits] a thousand guests who only look cost no write', async () => {
  const market = await MarketServer.start()
  const sizes = async () =>
    Promise.all(
      (await readdir(market.folder)).sort().map(async (name) => {
        const { size, mtimeMs } = await stat(joinPath(market.folder, name))
        return { name, size, mtimeMs }
      }),
    )
  const before = await sizes()
  for (let count = 0; count < 20; count += 1)
    await Promise.all(Array.from({ length: 50 }, () => openGuest(market)))
  expect(await sizes()).toEqual(before)
})

/** Changes an account's record by hand, to what a process that ended in the middle leaves. */
async function changeAccount(folder: string, address: string, changes: object): Promise<void> {
  const records = await openPeople({
    disk: nodeDisk,
    folder,
    logger: pino({ level: 'silent' }),
    bounds: bounds.records,
  })
  for (const [key, account] of [...records.entries('account')])
    if (account.email === address)
      await records.write([{ kind: 'account', key, value: { ...account, ...changes } }])
  await records.close()
}

test('[limits] over the bound on sessions an account’s oldest ends, and its connections are cut off', async () => {
  const market = await MarketServer.start({ bounds: { session: { sessionsPerAccountMax: 2 } } })
  const first = await signUp(market, email)
  const client = await joinAs(market, first)
  const second = await signIn(market, email)
  expect(client.socket.connected).toBe(true)
  const third = await signIn(market, email)
  await client.until(() => !client.socket.connected, 'cut off')
  expect(await Promise.all([first, second, third].map((one) => isDead(market, one)))).toEqual([
    true,
    false,
    false,
  ])
})
