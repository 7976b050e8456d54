import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { textsIn } from '../../shared/catalog/translations.ts'
import { languagesOf } from '../../shared/language.ts'
import { toMajor } from '../../shared/money.ts'
import { legalPages } from '../../shared/protocol/brand-messages.ts'
import { refuse } from '../../shared/refusals.ts'
import type { BrandStore } from '../brand/brand-store.ts'
import { everybody } from '../broadcast/audience.ts'
import type { Broadcaster } from '../broadcast/broadcaster.ts'
import type { Trust } from '../edge/client-address.ts'
import type { RateLimits } from '../edge/rate-limits.ts'
import type { ProductState } from '../market/state.ts'
import { tokenOfCookie } from '../session/cookie.ts'
import type { Tokens } from '../session/tokens.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { brandHeadOf } from './brand-head.ts'
import { sendCompressed } from './compression.ts'
import { FirstPaint, type FirstPaintDependencies } from './first-paint.ts'
import { HttpRefusal } from './http-refusal.ts'
import { originOfRequest } from './page-address.ts'
import { FirstVisits } from './page-styles.ts'
import type { PageKind, PageTemplate, Preview } from './page-template.ts'
import { languageOfReader, wantedLocales } from './reader-language.ts'
import { wholeNumberOf } from './request-input.ts'
import { countWrongSecret } from './session-routes.ts'
import { marketData, productData, type StructuredData, shopData } from './structured-data.ts'

export interface PageDependencies extends Omit<FirstPaintDependencies, 'page' | 'brand'> {
  bounds: FirstPaintDependencies['bounds'] & {
    /** Of the pages that contain their styles, so many are compressed at a time. */
    pagesWithStylesMax: number
  }
  market: DurableMarket
  tokens: Tokens
  template: PageTemplate | null
  brand: BrandStore
  trust: Trust
  rates: RateLimits
  broadcaster: Broadcaster
}

interface Subject {
  title: string
  description: string
  preview: Preview
  data: StructuredData
  /** The path of a page that is for search engines, spelled in one way. */
  path: string
}

const pagesWithoutSubject: readonly (readonly [string, PageKind])[] = [
  ['/orders', 'orders'],
  ['/sign-in', 'account'],
  ['/sign-up', 'account'],
  ['/account', 'account'],
  ['/invite', 'account'],
  ['/reset', 'account'],
  ['/sell', 'seller'],
  ['/sell/*', 'seller'],
  ['/board', 'board'],
]

/** The browser client: one page for all addresses, with a different head for each. */
export async function pageRoutes(http: FastifyInstance, dependencies: PageDependencies): Promise<void> {
  const { market, tokens, brand, broadcaster } = dependencies
  const firstPaint = new FirstPaint({
    ...dependencies,
    page: () => broadcaster.page(everybody),
    brand: () => (brand.isSet ? brand.current : null),
  })
  const firstVisits = new FirstVisits(dependencies.bounds.pagesWithStylesMax)
  http.addHook('onClose', () => firstPaint.close())
  await serveFiles(http, dependencies.distFolder)
  const page = (reply: FastifyReply, kind: PageKind, subject: Partial<Subject> | null) =>
    sendPage(reply, { ...dependencies, firstPaint, firstVisits }, kind, subject)
  const languageOf = (request: FastifyRequest) =>
    languageOfReader(request, languagesOf('buyers', brand.current.languages))
  const originOf = ({ raw }: FastifyRequest) => originOfRequest(raw, dependencies.trust)
  for (const [path, kind] of pagesWithoutSubject)
    http.get(path, async (_request, reply) => page(reply, kind, {}))
  http.get('/', async (request, reply) =>
    page(reply, 'market', { data: marketData(brand.name, originOf(request)), path: '/' }),
  )
  http.get<{ Params: { id: string } }>('/product/:id', async (request, reply) => {
    const { params } = request
    const product = market.products.get(wholeNumberOf(params.id) ?? 0)
    if (!product || !everybody.sees(product)) return page(reply, 'product', null)
    const { name, description } = textsIn(product, languageOf(request))
    const origin = originOf(request)
    const preview = previewOf(product, market.counters, origin)
    const data = productData(
      { ...product, name, description },
      market.shops.get(product.shopId),
      market.counters,
      origin,
    )
    const title = `${name} · ${brand.name}`
    return page(reply, 'product', { title, description, preview, data, path: `/product/${product.id}` })
  })
  http.get<{ Params: { slug: string } }>('/shop/:slug', async (request, reply) => {
    const shop = market.shops.get(market.slugs.get(request.params.slug) ?? 0)
    if (!shop) return page(reply, 'shop', null)
    const { name, description } = shop
    const data = shopData(shop, originOf(request))
    const title = `${name} · ${brand.name}`
    return page(reply, 'shop', { title, description, data, path: `/shop/${shop.slug}` })
  })
  http.get<{ Params: { secret: string } }>('/r/:secret', async (request, reply) => {
    // The address is a secret: keep it out of referrers and search engines.
    reply.headers({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' })
    const isThere = market.orders.has(tokens.orderOfReceipt(request.params.secret) ?? '')
    if (!isThere) countWrongSecret(request, dependencies)
    return page(reply, 'receipt', isThere ? { title: `Receipt · ${brand.name}` } : null)
  })
  http.get<{ Params: { page: string } }>('/legal/:page', async ({ params }, reply) => {
    const named = legalPages.find((each) => each === params.page)
    const isThere = named !== undefined && brand.legalText(named) !== ''
    return page(reply, 'legal', isThere ? { title: `${legalTitles[named]} · ${brand.name}` } : null)
  })
  http.setNotFoundHandler(async (request, reply) => {
    const isPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
    if (isPage && !request.url.startsWith('/api/')) return page(reply, 'market', null)
    throw new HttpRefusal(refuse('not_found', {}))
  })
}

/** As a crawler reads them; the page has them in its reader's language. */
const legalTitles = { imprint: 'Imprint', privacy: 'Privacy', terms: 'Terms' } as const

const staticFiles = [
  'icon.svg',
  'icon-maskable.svg',
  'icon-192.png',
  'icon-512.png',
  'icon-maskable.png',
  'licenses.txt',
]

async function serveFiles(http: FastifyInstance, distFolder: string): Promise<void> {
  if (!existsSync(distFolder)) return
  await http.register(fastifyStatic, {
    root: join(distFolder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '1y',
    index: false,
    preCompressed: true,
  })
  for (const name of staticFiles) {
    http.get(`/${name}`, async (_request, reply) =>
      reply.sendFile(name, distFolder, { maxAge: '1h', immutable: false }),
    )
  }
  // Browsers look for a new one at each visit.
  http.get('/service-worker.js', async (_request, reply) =>
    reply.sendFile('service-worker.js', distFolder, { maxAge: 0, immutable: false }),
  )
}

/** With `subject` null the page says that it was not found. */
async function sendPage(
  reply: FastifyReply,
  {
    template,
    brand,
    demo,
    trust,
    firstPaint,
    firstVisits,
  }: PageDependencies & { firstPaint: FirstPaint; firstVisits: FirstVisits },
  kind: PageKind,
  subject: Partial<Subject> | null,
): Promise<FastifyReply> {
  reply.status(subject ? 200 : 404)
  if (!template) {
    return reply
      .status(503)
      .type('text/plain')
      .send('The browser client is not built yet: run npm start once.')
  }
  const description = subject?.description || `${brand.name}: live stock, first come, first served.`
  const head = brandHeadOf(brand)
  const origin = originOfRequest(reply.request.raw, trust)
  const nonce = reply.cspNonce.style
  const offered = languagesOf(kind === 'seller' ? 'seller' : 'buyers', brand.current.languages)
  const language = languageOfReader(reply.request, offered)
  const reader = { language, wanted: wantedLocales(reply.request) }
  const path = isFiltered(reply.request) ? undefined : subject?.path
  const content = path === undefined ? null : await firstPaint.html(path, reader, nonce)
  // A receipt is not compressed.
  const hasStyles =
    kind !== 'receipt' && firstVisits.areFew && tokenOfCookie(reply.request.headers.cookie) === null
  const html = template.render({
    kind,
    language,
    title: subject?.title ?? brand.name,
    description: description.slice(0, 200),
    brand: head,
    demo,
    nonce,
    scriptNonce: reply.cspNonce.script,
    url: origin + reply.request.url.split('?', 1)[0],
    preview: withPicture(subject?.preview, head.picture && origin + head.picture),
    content,
    hasStyles,
    ...(subject?.data ? { data: subject.data } : {}),
  })
  // The page's language is that of its reader.
  reply
    .headers({ 'cache-control': 'no-cache', vary: 'accept-language, cookie' })
    .type('text/html; charset=utf-8')
  // A receipt's address is a secret, and in the page.
  if (kind === 'receipt') return reply.send(html)
  const send = () => sendCompressed(reply.request, reply, html)
  return hasStyles ? firstVisits.send(send) : send()
}

/** A page without a picture of its own shows the market's in its preview. */
const withPicture = (
  preview: Preview = { type: 'website', image: null, price: null },
  picture: string | null,
): Preview => ({ ...preview, image: preview.image ?? picture })

/** Whether an address asks for some of the products, or in another order; anything else says where the visitor is from. */
const isFiltered = ({ query }: FastifyRequest): boolean =>
  ['q', 'category', 'shop', 'stock', 'min', 'max', 'sort'].some((name) => name in (query as object))

/** A product's preview: picture, price, and whether it is in stock. */
function previewOf(
  { image, price, stock }: ProductState,
  { currency, currencyDigits }: DurableMarket['counters'],
  origin: string,
): Preview {
  return {
    type: 'product',
    image: image === null ? null : `${origin}/images/${image}`,
    price: { amount: toMajor(price, currencyDigits), currency, isInStock: stock > 0 },
  }
}
