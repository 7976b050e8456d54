import { afterEach, expect, test } from 'vitest'
import { makeClientFolder } from '../support/builders/client-folder.ts'
import { list, newId } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { ask } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** The tags of a page, by name, as a crawler without JavaScript reads them. */
async function tagsOf(url: string, headers: Record<string, string> = {}): Promise<Record<string, string>> {
  const { body } = await ask(url, { headers: { accept: 'text/html', ...headers } })
  const tags = String(body).matchAll(/<meta (?:name|property)="([^"]+)" content="([^"]*)">/g)
  return Object.fromEntries([...tags].map(([, name, content]) => [name!, content!]))
}

test('[previews] a product’s page gives a crawler its name, picture, price and availability', async () => {
  const market = await MarketServer.start({ world: { distFolder: await makeClientFolder() } })
  const seller = await joinSeller(market)
  const image = 'a'.repeat(64)
  const bread = await list(seller, {
    name: 'Rye "dark"',
    description: 'Sour & dense',
    price: 650,
    stock: 3,
    image,
  })
  const path = `/product/${bread.id}`
  expect(await tagsOf(`${market.url}${path}?from=a-chat`)).toMatchObject({
    'og:title': 'Rye &quot;dark&quot; · Souk',
    'og:description': 'Sour &amp; dense',
    'og:site_name': 'Souk',
    'og:type': 'product',
    'og:url': `${market.url}${path}`,
    'og:image': `${market.url}/images/${image}`,
    'product:price:amount': '6.50',
    'product:price:currency': 'EUR',
    'product:availability': 'in stock',
    'twitter:card': 'summary_large_image',
  })
  await seller.ok('product:restock', { id: newId(), productId: bread.id, quantity: -3 })
  expect(await tagsOf(market.url + path)).toMatchObject({ 'product:availability': 'out of stock' })
})

test('[previews] a page without picture and price omits them; a hidden product’s page has no preview', async () => {
  const market = await MarketServer.start({ world: { distFolder: await makeClientFolder() } })
  const hidden = await list(await joinSeller(market), { name: 'The drop', status: 'hidden' })
  for (const path of ['/', '/shop/house', `/product/${hidden.id}`]) {
    const tags = await tagsOf(market.url + path)
    expect(tags).toMatchObject({ 'og:type': 'website', 'twitter:card': 'summary' })
    expect(Object.keys(tags).filter((name) => /image|price/.test(name))).toEqual([])
    expect(JSON.stringify(tags)).not.toContain('The drop')
  }
})

test('[G13] addresses in previews are the market’s own, whatever a request calls it', async () => {
  const market = await MarketServer.start({
    environment: { SOUK_TRUST_PROXY: '1' },
    world: { distFolder: await makeClientFolder() },
  })
  const tags = await tagsOf(`${market.url}/`, { host: 'market.example', 'x-forwarded-proto': 'https' })
  expect(tags['og:url']).toBe('https://market.example/')
  const odd = await tagsOf(`${market.url}/`, { host: 'a"><script>' })
  expect(odd['og:url']).toBe('http://localhost/')
})
