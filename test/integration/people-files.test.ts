import { readdirSync, renameSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { verifyFolder } from '../../server/verify/verify.ts'
import { list } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { linkSecret, personOf, postAs } from '../support/drivers/people.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** A market that was stopped, with a seller who has an account. */
async function stoppedMarket() {
  const market = await MarketServer.start()
  await list(await joinSeller(market))
  const email = 'mira@example.org'
  const secret = await linkSecret(market, '/api/invites', { email })
  const password = 'three green awnings'
  personOf(await postAs(market, '/api/invites/accept', { secret, email, password, shop: { name: 'Bakery' } }))
  await market.stop()
  const files = readdirSync(market.folder).filter((name) => name.startsWith('people'))
  return { market, files }
}

test('[G3] a market does not start if a file about people is missing, and names the file', async () => {
  const { market, files } = await stoppedMarket()
  expect(files).toHaveLength(3)
  for (const name of files) {
    const path = joinPath(market.folder, name)
    renameSync(path, `${market.folder}-away`)
    await expect(market.start()).rejects.toThrow(`${name}: it is missing`)
    expect((await verifyFolder(market.folder)).findings[0]?.message).toBe(`${name} is missing`)
    renameSync(`${market.folder}-away`, path)
  }
  await market.start()
})

test('[G3] a market does not start without the accounts of its sellers', async () => {
  const { market, files } = await stoppedMarket()
  for (const name of files) renameSync(joinPath(market.folder, name), `${market.folder}-${name}`)
  await expect(market.start()).rejects.toThrow('the account that runs shop 2 is missing')
  expect((await verifyFolder(market.folder)).findings.map(({ message }) => message)).toContain(
    'the account that runs shop 2 is missing',
  )
})
