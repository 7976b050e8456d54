import { readFileSync, writeFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { DatabaseSession } from '../../server/postgres/database.ts'
import { quietDatabase } from '../../server/postgres/quiet-database.ts'
import { verifyFolder } from '../../server/verify/verify.ts'
import { verifyDatabase } from '../../server/verify/verify-database.ts'
import { png } from '../support/builders/pictures.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { ask, get } from '../support/drivers/http.ts'
import { killWhileWaiting } from '../support/drivers/kill-while-waiting.ts'
import { atEnd, leaveNothing } from '../support/drivers/leftovers.ts'
import { bearer, getAs, inviteSeller, signIn, signUp } from '../support/drivers/people.ts'
import { sharedPostgres } from '../support/drivers/postgres.ts'
import { runScriptWith } from '../support/drivers/run-script.ts'
import { MarketServer, operatorToken, tirelessBuyers } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** A market in a database that has sold, with a seller's shop and an account. */
async function begin() {
  const url = await (await sharedPostgres()).createDatabase()
  const node = await MarketServer.start({
    environment: { SOUK_DATABASE_URL: url, SOUK_LIMITS: 'off' },
    bounds: tirelessBuyers,
  })
  const product = await list(await joinSeller(node), { stock: 100_000, name: 'Brötchen "groß"' })
  const [buyer, ...crowd] = await joinBuyers(node, 4)
  await buyer!.ok('purchase:create', purchase(product))
  const picture = await upload(node)
  const seller = await inviteSeller(node, 'ben@example.org', 'Fish')
  const amara = await signUp(node, 'amara@example.org')
  return {
    url,
    node,
    picture,
    product,
    buyer: buyer!,
    crowd,
    seller,
    amara,
    copy: joinPath(await makeTemporaryFolder(), 'copy'),
  }
}

/** The hash of a picture that the operator uploads. */
async function upload(market: MarketServer): Promise<string> {
  const body = png(20, 10)
  const length = String(body.length)
  const headers = {
    ...bearer({ token: operatorToken }),
    'content-type': 'image/png',
    'content-length': length,
  }
  const answer = await ask(`${market.url}/api/images`, { method: 'POST', headers, body })
  return JSON.parse(answer.body.toString()).hash
}

/** Runs SQL on the database of a URL. */
async function change(url: string, sql: string): Promise<void> {
  const session = new DatabaseSession(quietDatabase(url))
  atEnd(() => session.close())
  await session.query(sql)
}

const findingsOf = async (url: string): Promise<string[]> =>
  (await verifyDatabase(quietDatabase(url))).findings.map(({ message }) => message)

describe('a market in a database', () => {
  test('[G1] is backed up while it sells: the folder has all that was acknowledged, and is a market of its own', async () => {
    const { url, node, product, crowd, amara, picture, copy } = await begin()
    const acknowledged = new Set<string>()
    let isOver = false
    const selling = crowd.map(async (buyer) => {
      while (!isOver) {
        const { order } = await buyer.ok('purchase:create', purchase(product))
        acknowledged.add(order.id)
      }
    })
    await expect.poll(() => acknowledged.size).toBeGreaterThan(50)
    const before = [...acknowledged]
    const { code, output } = await runScriptWith({ SOUK_DATABASE_URL: url }, 'backup', copy)
    isOver = true
    await Promise.all(selling)
    expect(output).toContain('The copy was checked and is whole.')
    expect(code).toBe(0)
    const journal = readFileSync(joinPath(copy, 'journal-0000000000000001.jsonl'), 'utf8')
    expect(before.filter((id) => !journal.includes(id))).toEqual([])
    const epoch = node.core.market.counters.epoch
    await node.stop()
    const onFiles = await MarketServer.start({ folder: copy })
    expect(onFiles.core.market.counters.epoch).toBe(epoch)
    expect(onFiles.core.market.products.get(product.id)?.name).toBe(product.name)
    expect((await getAs(onFiles, '/api/sessions', amara)).status).toBe(200)
    expect((await get(`${onFiles.url}/images/${picture}`)).status).toBe(200)
    await onFiles.stop()
    expect((await verifyFolder(copy)).findings).toEqual([])
  })

  test('[G4] is audited by npm run verify, also while it runs', async () => {
    const { url, copy } = await begin()
    const { code, output } = await runScriptWith({ SOUK_DATABASE_URL: url }, 'verify')
    expect(output).toMatch(/Audit of the database 127\.0\.0\.1:\d+\/souk_test/)
    expect(output).toContain('orders     1\n')
    expect([code, output.trim().split('\n').at(-1)]).toEqual([0, 'No violations.'])
    expect(output).toMatch(/revenue +\D*\d+[.,]\d\d/)
    // A folder that is named is what is meant.
    expect((await runScriptWith({ SOUK_DATABASE_URL: url }, 'verify', copy)).code).toBe(2)
  })

  test('[G3] that was changed by hand fails its audit, and no backup of it is made', async () => {
    const { url, node, copy } = await begin()
    await node.stop()
    expect(await findingsOf(url)).toEqual([])
    await change(url, `update souk_records set body = '{' where kind = 'account' and body like '%amara@%'`)
    await change(url, `update souk_records set body = null where kind = 'account' and body like '%ben@%'`)
    await change(url, "update souk_images set bytes = 'x'")
    await change(url, 'update souk_groups set sum = sum + 1 where first_seq = 2')
    const findings = await findingsOf(url)
    expect(findings).toContainEqual(expect.stringMatching(/^the record account a-\S+ is not JSON$/))
    expect(findings).toContainEqual(
      expect.stringMatching(/^the picture [\da-f]{64} is not what was uploaded$/),
    )
    expect(findings).toContain('the account that runs shop 2 is missing')
    expect(findings).toContainEqual(expect.stringMatching(/^group 2 ends with another checksum than/))
    const { code, output } = await runScriptWith({ SOUK_DATABASE_URL: url }, 'backup', copy)
    expect([code, output]).toEqual([1, expect.stringContaining('its group 2 to 2 does not follow')])
    await expect(verifyFolder(copy)).rejects.toThrow('ENOENT')
  })

  test('[G13] commands say when a database has no market, or does not answer', async () => {
    const url = await (await sharedPostgres()).createDatabase()
    const said = async (...words: Parameters<typeof runScriptWith>) => {
      const { code, output } = await runScriptWith(...words)
      return `${code} ${output.trim()}`
    }
    const copy = joinPath(await makeTemporaryFolder(), 'copy')
    expect(await said({ SOUK_DATABASE_URL: url }, 'verify')).toMatch(/^2 There is no market in the database /)
    expect(await said({ SOUK_DATABASE_URL: url }, 'backup', copy)).toMatch(/^1 There is no market in the/)
    const nowhere = 'postgres://souk:secret@127.0.0.1:1/souk'
    for (const script of ['verify', 'backup'] as const) {
      const sentence = await said(
        { SOUK_DATABASE_URL: nowhere },
        script,
        ...(script === 'backup' ? [copy] : []),
      )
      expect(sentence).toMatch(/^1 The database of SOUK_DATABASE_URL could not be used: .*ECONNREFUSED/)
      expect(sentence).not.toContain('secret')
    }
  })

  test('[G7] is restored as another history: clients start anew, and the market of before is kept', async () => {
    const { url, node, product, buyer, amara, picture, copy } = await begin()
    const there = { SOUK_DATABASE_URL: url }
    expect((await runScriptWith(there, 'backup', copy)).code).toBe(0)
    const lost = purchase(product)
    await buyer.ok('purchase:create', lost)
    await signUp(node, 'cleo@example.org')
    const { epoch } = node.core.market.counters
    const refused = await runScriptWith(there, 'restore', copy)
    expect(refused).toMatchObject({ code: 1, output: expect.stringMatching(/^A node runs on this database/) })
    await node.stop()
    const { code, output } = await runScriptWith(there, 'restore', copy)
    expect(output).toMatch(/The previous market is kept in the schema souk_before_\d{4}_/)
    expect(code).toBe(0)
    await node.start()
    await buyer.until(() => buyer.stream.resets === 2, 'reset')
    expect(node.core.market.counters.epoch).not.toBe(epoch)
    expect(node.core.market.orders.get(lost.id)).toBeUndefined()
    await buyer.ok('purchase:create', lost)
    expect((await getAs(node, '/api/sessions', amara)).status).toBe(200)
    expect((await get(`${node.url}/images/${picture}`)).status).toBe(200)
    await expect(signIn(node, 'cleo@example.org')).rejects.toThrow('no session')
    expect(await findingsOf(url)).toEqual([])
    const [, kept = ''] = /(souk_before_\w+)/.exec(output) ?? []
    const before = await verifyDatabase(quietDatabase(url, kept))
    expect([before.findings, before.counts.orders]).toEqual([[], 2])
  })

  test('[G3] is not replaced by a copy that is damaged, nor when the restore is killed', async () => {
    const { url, node, copy } = await begin()
    const there = { SOUK_DATABASE_URL: url }
    await runScriptWith(there, 'backup', copy)
    await node.stop()
    const before = await verifyDatabase(quietDatabase(url))
    const journal = joinPath(copy, 'journal-0000000000000001.jsonl')
    const bytes = readFileSync(journal, 'latin1')
    writeFileSync(journal, bytes.replace('100000', '900000'), 'latin1')
    const { code, output } = await runScriptWith(there, 'restore', copy)
    expect([code, output]).toEqual([1, expect.stringContaining('is damaged, so nothing was changed')])
    writeFileSync(journal, bytes, 'latin1')
    const lock = 'begin; lock table souk_groups in access share mode'
    await killWhileWaiting(there, lock, 'restore', copy)
    expect(await verifyDatabase(quietDatabase(url))).toEqual(before)
    expect((await runScriptWith(there, 'restore', copy)).code).toBe(0)
  })

  test('[G7] is restored into an empty database, and from a folder of an earlier release', async () => {
    const url = await (await sharedPostgres()).createDatabase()
    const copy = joinPath(import.meta.dirname, '../fixtures/v1/torn-tail/market')
    const { code, output } = await runScriptWith({ SOUK_DATABASE_URL: url }, 'restore', copy)
    expect([code, output]).toEqual([0, expect.not.stringContaining('is kept in')])
    const { findings, counts } = await verifyDatabase(quietDatabase(url))
    expect(findings).toEqual([])
    expect(counts).toMatchObject({
      ...(await verifyFolder(copy)).counts,
      files: 2,
      snapshots: 0,
      entries: counts.entries,
    })
    const node = await MarketServer.start({ environment: { SOUK_DATABASE_URL: url } })
    await list(await joinSeller(node), { stock: 1 })
  })
})
