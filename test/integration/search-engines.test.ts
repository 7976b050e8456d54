import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { makeClientFolder } from '../support/builders/client-folder.ts'
import { list, newId } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { ask, get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const html = { accept: 'text/html' }

const withClient = async (setting: Parameters<typeof MarketServer.start>[0] = {}): Promise<MarketServer> =>
  MarketServer.start({ ...setting, world: { distFolder: await makeClientFolder() } })

/** The data that a page gives to search engines. */
async function dataOf(url: string, language = 'en'): Promise<unknown> {
  const body = String((await get(url, { ...html, 'accept-language': language })).body)
  const [, block = 'null'] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(body) ?? []
  return JSON.parse(block)
}

const locationsOf = (xml: string): string[] => [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url]) => url!)

describe('[engines] what a page says of its subject', () => {
  test('[engines] a product’s page names its offer, with price and availability', async () => {
    const market = await withClient()
    const seller = await joinSeller(market)
    const bread = await list(seller, { name: 'Rye', sku: 'R-1', category: 'Bread', price: 650, stock: 3 })
    const url = `${market.url}/product/${bread.id}`
    expect(await dataOf(url)).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Product',
      name: 'Rye',
      sku: 'R-1',
      category: 'Bread',
      offers: {
        '@type': 'Offer',
        url,
        price: '6.50',
        priceCurrency: 'EUR',
        availability: 'https://schema.org/InStock',
        seller: { name: 'Souk', url: `${market.url}/shop/house` },
      },
    })
    await seller.ok('product:restock', { id: newId(), productId: bread.id, quantity: -3 })
    expect(await dataOf(url)).toMatchObject({ offers: { availability: 'https://schema.org/OutOfStock' } })
  })

  test('[engines] a product’s page is in the language that is asked for, or in the product’s own', async () => {
    const market = await withClient()
    const content = { de: { name: 'Roggenbrot', description: '' } }
    const bread = await list(await joinSeller(market), { name: 'Rye', description: 'Dark', content })
    const url = `${market.url}/product/${bread.id}`
    const german = { name: 'Roggenbrot', description: 'Dark' }
    expect(await dataOf(url, 'de-AT')).toMatchObject(german)
    expect(await dataOf(`${url}?lang=de`)).toMatchObject(german)
    expect(await dataOf(url, 'fr')).toMatchObject({ name: 'Rye', description: 'Dark' })
    expect(String((await get(`${url}?lang=de`, html)).body)).toContain('<title>Roggenbrot · ')
  })

  test('[engines] a closed shop’s products cannot be had', async () => {
    const market = await withClient()
    const seller = await joinSeller(market)
    const bread = await list(seller, { stock: 3 })
    await seller.ok('shop:update', { id: newId(), status: 'closed' })
    const data = await dataOf(`${market.url}/product/${bread.id}`)
    expect(data).toMatchObject({ offers: { availability: 'https://schema.org/OutOfStock' } })
  })

  test('[G13] no text of a seller ends the block that it is in', async () => {
    const market = await withClient()
    const name = '</script><script>alert(1)</script>'
    const bread = await list(await joinSeller(market), { name, description: '<!-- <script>' })
    const url = `${market.url}/product/${bread.id}`
    const body = String((await get(url, html)).body)
    expect(body).not.toContain('<script>')
    expect(body).not.toContain('<!-- <script')
    expect(await dataOf(url)).toMatchObject({ name, description: '<!-- <script>' })
  })

  test('[engines] addresses with filters name the page without them; a person’s pages name none', async () => {
    const market = await withClient()
    const canonicalOf = async (path: string) =>
      /<link rel="canonical" href="([^"]*)">/.exec(String((await get(market.url + path, html)).body))?.[1]
    expect(await canonicalOf('/?q=bread&sort=price')).toBe(`${market.url}/`)
    expect(await canonicalOf('/shop/house?stock=1')).toBe(`${market.url}/shop/house`)
    const head = String((await get(`${market.url}/shop/house`, html)).body)
    expect(head).toContain(`hreflang="x-default" href="${market.url}/shop/house"`)
    expect(head).toContain(`hreflang="de" href="${market.url}/shop/house?lang=de"`)
    expect(await dataOf(`${market.url}/`)).toMatchObject({ '@type': 'WebSite', name: 'Souk' })
    expect(await dataOf(`${market.url}/shop/house`)).toMatchObject({ '@type': 'Store', name: 'Souk' })
    for (const path of ['/orders', '/account', '/sell', '/product/999']) {
      expect([path, await canonicalOf(path), await dataOf(market.url + path)]).toEqual([
        path,
        undefined,
        null,
      ])
    }
  })
})

describe('[engines] which pages there are', () => {
  test('[engines] robots.txt keeps engines from what is a person’s, and names the sitemap', async () => {
    const market = await withClient()
    const { body, headers } = await get(`${market.url}/robots.txt`)
    expect(headers['content-type']).toContain('text/plain')
    const lines = String(body).split('\n')
    expect(lines).toContain(`Sitemap: ${market.url}/sitemap.xml`)
    for (const path of ['/r/', '/orders', '/sell', '/account', '/api/']) {
      expect(lines).toContain(`Disallow: ${path}`)
    }
    expect(lines).not.toContain('Disallow: /')
  })

  test('[engines] the sitemap has the market, its shops and what is listed', async () => {
    const market = await withClient()
    const seller = await joinSeller(market)
    const bread = await list(seller)
    const hidden = await list(seller, { status: 'hidden' })
    const gone = await list(seller)
    await seller.ok('product:delete', { id: newId(), productId: gone.id })
    const { body, headers } = await get(`${market.url}/sitemap.xml`)
    expect(headers['content-type']).toContain('application/xml')
    const paths = locationsOf(String(body)).map((url) => url.slice(market.url.length))
    expect(paths).toEqual(['/', '/shop/house', `/product/${bread.id}`])
    expect(paths).not.toContain(`/product/${hidden.id}`)
  })

  test('[engines] a large market’s sitemap is in parts, each with its bound', async () => {
    const market = await withClient({ bounds: { http: { sitemapPartProducts: 2 } } })
    const seller = await joinSeller(market)
    for (let count = 0; count < 5; count += 1) await list(seller)
    const parts = locationsOf(String((await get(`${market.url}/sitemap.xml`)).body))
    expect(parts).toEqual([1, 2, 3].map((part) => `${market.url}/sitemap-${part}.xml`))
    const lists = await Promise.all(parts.map(async (url) => locationsOf(String((await get(url)).body))))
    expect(lists.map((urls) => urls.length)).toEqual([4, 2, 1])
    for (const path of ['/sitemap-4.xml', '/sitemap-0.xml', '/sitemap-x.xml']) {
      expect([path, (await get(market.url + path)).status]).toEqual([path, 404])
    }
  })
})

describe('[engines] what is sent is compressed', () => {
  test.each([
    ['br, gzip', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', undefined],
    ['', undefined],
  ])('[engines] a page for "%s" is sent as %s', async (accepted, sent) => {
    const market = await withClient()
    const headers = { ...html, ...(accepted && { 'accept-encoding': accepted }) }
    const answer = await get(`${market.url}/`, headers)
    expect(answer.headers['content-encoding']).toBe(sent)
    expect(answer.headers.vary).toContain('accept-encoding')
    const read = sent === 'br' ? brotliDecompressSync : sent === 'gzip' ? gunzipSync : (body: Buffer) => body
    expect(String(read(answer.body))).toContain('<title>Souk</title>')
  })

  test('[engines] files are sent as the build compressed them', async () => {
    const distFolder = await makeClientFolder()
    const market = await MarketServer.start({ world: { distFolder } })
    for (const suffix of ['.br', '.gz']) {
      await writeFile(join(distFolder, `assets/app-1a2b.js${suffix}`), suffix)
    }
    const sentFor = async (accepted: string) => {
      const { headers, body } = await get(`${market.url}/assets/app-1a2b.js`, {
        'accept-encoding': accepted,
      })
      expect(headers['content-type']).toContain('javascript')
      expect(headers['cache-control']).toContain('immutable')
      return [headers['content-encoding'], String(body)]
    }
    expect(await sentFor('gzip, deflate, br')).toEqual(['br', '.br'])
    expect(await sentFor('gzip, deflate')).toEqual(['gzip', '.gz'])
    expect(await sentFor('identity')).toEqual([undefined, 'export {}'])
  })

  test('[G13] a receipt, whose address is a secret, is not compressed', async () => {
    const market = await withClient()
    const answer = await ask(`${market.url}/r/none`, { headers: { ...html, 'accept-encoding': 'gzip' } })
    expect(answer.headers['content-encoding']).toBeUndefined()
  })
})
