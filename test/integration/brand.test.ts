import { join as joinPath } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { verifyFolder } from '../../server/verify/verify.ts'
import { type Brand, type BrandReport, brandLimits } from '../../shared/protocol/brand-messages.ts'
import { makeClientFolder } from '../support/builders/client-folder.ts'
import { png } from '../support/builders/pictures.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { list } from '../support/builders/wares.ts'
import { type Client, join, joinSeller } from '../support/drivers/client.ts'
import { ask, get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { bearer, getAs, inviteSeller, openGuest, postAs } from '../support/drivers/people.ts'
import { sharedPostgres } from '../support/drivers/postgres.ts'
import { runScript, runScriptWith } from '../support/drivers/run-script.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const operator = { token: operatorToken }

const plain = {
  name: 'Riverside & Sons',
  color: '#2f6f4f',
  logo: null,
  icons: null,
  languages: ['en', 'de'],
  layout: 'gallery',
  currencyDisplay: 'narrowSymbol',
}

async function upload(market: MarketServer, width: number, height = width): Promise<string> {
  const body = png(width, height)
  const headers = { ...bearer(operator), 'content-length': String(body.length) }
  const answer = await ask(`${market.url}/api/images`, { method: 'POST', headers, body })
  return (answer.json() as { hash: string }).hash
}

/** A market with a whole brand. */
async function branded(market: MarketServer) {
  const icons = {
    small: await upload(market, 192),
    large: await upload(market, 512),
    maskable: await upload(market, 512),
  }
  const settings = { ...plain, logo: await upload(market, 300, 80), icons }
  expect((await postAs(market, '/api/brand', settings, operator)).status).toBe(200)
  expect(
    (await postAs(market, '/api/legal/imprint', { text: '# Imprint\n\nRiverside' }, operator)).status,
  ).toBe(200)
  return settings
}

const brandOf = async (market: MarketServer) => (await getAs(market, '/api/brand')).json() as Brand
const told = ({ heard }: Pick<Client<'/'>, 'heard'>) =>
  heard.findLast(({ event }) => event === 'brand:changed')?.payload as Brand | undefined

test('[brand] what the operator sets is in pages, previews, manifest and markets, and everybody is told', async () => {
  const market = await MarketServer.start({ world: { distFolder: await makeClientFolder() } })
  const buyer = await join(market, '/')
  expect(told(buyer)).toBeUndefined()
  const { logo, icons } = await branded(market)
  await buyer.until(() => told(buyer)?.legal.length === 1, 'the brand')
  const { name, color, languages, layout, currencyDisplay } = plain
  expect(told(buyer)).toMatchObject({
    name,
    color,
    logo,
    languages,
    layout,
    currencyDisplay,
    legal: ['imprint'],
  })
  expect(await brandOf(market)).toEqual(told(buyer))
  const later = await join(market, '/board')
  await later.until(() => told(later) !== undefined)
  expect([told(later), later.view?.name]).toEqual([told(buyer), name])
  const page = String((await get(`${market.url}/`, { accept: 'text/html' })).body)
  expect(page).toContain('<title>Riverside &amp; Sons</title>')
  expect(page).toContain(`<meta property="og:image" content="${market.url}/images/${icons.large}">`)
  expect(page).toMatch(
    /<style id="souk-brand" nonce="[^"]+">:root,[^<]*--accent:#2f6f4f;[^<]*<\/style><\/head>/,
  )
  expect(page).toContain(`<link rel="icon" type="image/png" href="/images/${icons.small}">`)
  const french = await get(`${market.url}/`, { accept: 'text/html', 'accept-language': 'fr, de;q=0.5' })
  expect(String(french.body)).toContain('<html lang="de"') // French is not offered.
  const manifest = await get(`${market.url}/manifest.webmanifest`)
  expect(manifest.headers['content-type']).toContain('application/manifest+json')
  expect(manifest.json()).toMatchObject({
    name,
    short_name: 'Riverside',
    theme_color: '#2f6f4f',
    icons: [
      { src: `/images/${icons.small}`, sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: `/images/${icons.large}`, sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: `/images/${icons.maskable}`, sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  })
  expect((await get(`${market.url}/legal/imprint`, { accept: 'text/html' })).status).toBe(200)
  expect((await get(`${market.url}/legal/terms`, { accept: 'text/html' })).status).toBe(404)
  expect((await getAs(market, '/api/legal/imprint')).json()).toEqual({ text: '# Imprint\n\nRiverside' })
})

test('[brand] the environment’s name counts until the operator sets one, and again once it is removed', async () => {
  const market = await MarketServer.start({ environment: { SOUK_NAME: 'Harbour' } })
  expect((await getAs(market, '/api/market')).json()).toMatchObject({ name: 'Harbour' })
  expect((await get(`${market.url}/manifest.webmanifest`)).json()).toMatchObject({ name: 'Harbour' })
  await postAs(market, '/api/brand', { ...plain, name: ' Quay ' }, operator)
  expect((await brandOf(market)).name).toBe('Quay')
  await market.restart()
  expect((await getAs(market, '/api/market')).json()).toMatchObject({ name: 'Quay' })
  const report = (
    await postAs(market, '/api/brand', { ...plain, name: null }, operator)
  ).json() as BrandReport
  expect([report.settings.name, report.ownName]).toEqual([null, 'Harbour'])
  expect((await brandOf(market)).name).toBe('Harbour')
  await postAs(market, '/api/legal/terms', { text: 'Be kind.' }, operator)
  await postAs(market, '/api/legal/terms', { text: ' \n ' }, operator)
  expect((await brandOf(market)).legal).toEqual([])
})

test('[G12] only the operator sets the brand', async () => {
  const market = await MarketServer.start()
  const people = [undefined, await openGuest(market), await inviteSeller(market, 'ben@example.org', 'Ben')]
  for (const person of people) {
    const answers = await Promise.all([
      postAs(market, '/api/brand', plain, person),
      postAs(market, '/api/legal/imprint', { text: 'Mine' }, person),
      getAs(market, '/api/brand/settings', person),
      getAs(market, '/api/brand/colors?color=%23a93f12', person),
    ])
    for (const { status } of answers) expect(status).toBe(person ? 403 : 401)
  }
  expect(await brandOf(market)).toMatchObject({ name: 'Souk', color: null, legal: [] })
})

const unknown = 'a'.repeat(64)
test.for([
  ['a name of two lines that is too long', { name: 'x'.repeat(41) }, 'name'],
  ['a colour that is more than one', { color: '#a93f12;}body{display:none' }, 'color'],
  ['a colour by name', { color: 'red' }, 'color'],
  ['a logo elsewhere', { logo: 'https://elsewhere.example/logo.png' }, 'logo'],
  ['a logo that was not uploaded', { logo: unknown }, 'logo'],
  [
    'icons that were not uploaded',
    { icons: { small: unknown, large: unknown, maskable: unknown } },
    'icons.small',
  ],
  ['an unknown layout', { layout: 'carousel' }, 'layout'],
  ['a language that is none', { languages: ['<script>'] }, 'languages.0'],
  ['too many languages', { languages: Array.from({ length: 17 }, () => 'en') }, 'languages'],
] as const)('[G13] %s is refused', async ([, wrong, path]) => {
  const market = await MarketServer.start()
  const answer = await postAs(market, '/api/brand', { ...plain, ...wrong }, operator)
  expect(answer.status).toBe(400)
  const { error } = answer.json() as { error: { issues: { path: string }[] } }
  expect(error.issues.map((issue) => issue.path)).toEqual([path])
  expect((await brandOf(market)).color).toBeNull()
})

test('[G13] icons of another size or kind, a huge logo, long texts and other pages are refused', async () => {
  const market = await MarketServer.start()
  const [small, large, huge] = [
    await upload(market, 192),
    await upload(market, 512),
    await upload(market, 1_025, 20),
  ]
  const status = async (settings: object) =>
    (await postAs(market, '/api/brand', { ...plain, ...settings }, operator)).status
  expect(await status({ icons: { small: large, large, maskable: large } })).toBe(400)
  expect(await status({ icons: { small, large, maskable: small } })).toBe(400)
  expect(await status({ logo: huge })).toBe(400)
  expect(await status({ icons: { small, large, maskable: large } })).toBe(200)
  const legal = async (page: string, text: string) =>
    (await postAs(market, `/api/legal/${page}`, { text }, operator)).status
  expect(await legal('imprint', 'é'.repeat(brandLimits.legalCodePointsMax))).toBe(200)
  expect(await legal('imprint', 'x'.repeat(brandLimits.legalCodePointsMax + 1))).toBe(400)
  expect(await legal('__proto__', 'x')).toBe(404)
  expect((await getAs(market, '/api/legal/constructor')).status).toBe(404)
})

test('[G1] the brand is in a backup of files, survives its restore, and passes the audit', async () => {
  const root = await makeTemporaryFolder()
  const [folder, copy] = [joinPath(root, 'market'), joinPath(root, 'copy')]
  const market = await MarketServer.start({ folder })
  await list(await joinSeller(market))
  await branded(market)
  const before = await brandOf(market)
  expect((await runScript('backup', folder, copy)).code).toBe(0)
  await postAs(market, '/api/brand', { ...plain, name: 'Later' }, operator)
  await market.stop()
  expect((await runScript('restore', folder, copy)).code).toBe(0)
  await market.start()
  expect(await brandOf(market)).toEqual(before)
  expect((await get(`${market.url}/images/${before.logo}`)).status).toBe(200)
  await market.stop()
  expect((await verifyFolder(folder)).findings).toEqual([])
})

test('[G10] on two nodes, who is at the other one is told too, and so is who comes back after a move to files', async () => {
  const url = await (await sharedPostgres()).createDatabase()
  const start = () => MarketServer.start({ environment: { SOUK_DATABASE_URL: url } })
  const [one, other] = await Promise.all([start(), start()])
  const watcher = await join(other, '/')
  await branded(one)
  await watcher.until(() => told(watcher)?.legal.length === 1, 'the brand')
  expect(told(watcher)).toEqual(await brandOf(one))
  expect(await brandOf(other)).toEqual(await brandOf(one))
  const before = await brandOf(one)
  await Promise.all([one.stop(), other.stop()])
  const folder = joinPath(await makeTemporaryFolder(), 'moved')
  const moved = await runScriptWith({ SOUK_DATABASE_URL: url, SOUK_DATA: folder }, 'move', '--to', 'folder')
  expect(moved, moved.output).toMatchObject({ code: 0 })
  const onFiles = await MarketServer.start({ folder })
  expect(await brandOf(onFiles)).toEqual(before)
})
