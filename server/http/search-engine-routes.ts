import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../../shared/refusals.ts'
import { everybody } from '../broadcast/audience.ts'
import type { Trust } from '../edge/client-address.ts'
import type { Clock } from '../os/clock.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { accepts } from './compression.ts'
import { HttpRefusal } from './http-refusal.ts'
import { keepNewest } from './keep-newest.ts'
import { originOfRequest } from './page-address.ts'
import { wholeNumberOf } from './request-input.ts'

export interface SearchEngineDependencies {
  market: DurableMarket
  trust: Trust
  clock: Clock
  bounds: { sitemapPartProducts: number; sitemapMsMax: number; sitemapsKeptMax: number }
}

const compress = promisify(gzip)

/** Search engines read 50,000 addresses of a file. */
const sitemapShopsMax = 10_000

/** Pages about a person, or with a secret in their address, and what is no page. */
const notForEngines = [
  '/api/',
  '/account',
  '/invite',
  '/orders',
  '/r/',
  '/reset',
  '/sell',
  '/sign-in',
  '/sign-up',
]

/** What search engines ask first: what they may visit, and which pages there are. */
export async function searchEngineRoutes(
  http: FastifyInstance,
  dependencies: SearchEngineDependencies,
): Promise<void> {
  const { market, trust, bounds } = dependencies
  const sitemaps = new Sitemaps(dependencies)
  const originOf = ({ raw }: FastifyRequest) => originOfRequest(raw, trust)
  const partsOf = () => Math.max(1, Math.ceil(market.counters.lastProductId / bounds.sitemapPartProducts))

  http.get('/robots.txt', async (request, reply) => {
    const lines = ['User-agent: *', ...notForEngines.map((path) => `Disallow: ${path}`)]
    lines.push('', `Sitemap: ${originOf(request)}/sitemap.xml`, '')
    return reply.header('cache-control', 'public, max-age=3600').type('text/plain').send(lines.join('\n'))
  })
  // A market of few products has one file. That of more names the others; each has a range of ids, and so a bound.
  http.get('/sitemap.xml', async (request, reply) => {
    const parts = partsOf()
    return send(request, reply, await sitemaps.get(originOf(request), parts === 1 ? 1 : 'index'))
  })
  http.get<{ Params: { part: string } }>('/sitemap-:part(^\\d{1,9}).xml', async (request, reply) => {
    const part = wholeNumberOf(request.params.part) ?? 0
    if (part < 1 || part > partsOf()) throw new HttpRefusal(refuse('not_found', {}))
    return send(request, reply, await sitemaps.get(originOf(request), part))
  })
}

interface Sitemap {
  xml: Buffer
  zipped: Buffer
  madeAt: number
}

/** The last sitemaps asked for, each made at most once in a while: crawlers that come often cost nothing. */
class Sitemaps {
  readonly #dependencies: SearchEngineDependencies
  readonly #kept = new Map<string, Promise<Sitemap>>()

  constructor(dependencies: SearchEngineDependencies) {
    this.#dependencies = dependencies
  }

  async get(origin: string, part: number | 'index'): Promise<Sitemap> {
    const { clock, bounds } = this.#dependencies
    const key = `${part} ${origin}`
    const kept = await this.#kept.get(key)
    if (kept && clock.monotonic() - kept.madeAt < bounds.sitemapMsMax) return kept
    const making = this.#make(origin, part)
    keepNewest(this.#kept, key, making, bounds.sitemapsKeptMax)
    return making
  }

  async #make(origin: string, part: number | 'index'): Promise<Sitemap> {
    const xml = Buffer.from(part === 'index' ? this.#index(origin) : this.#part(origin, part))
    return { xml, zipped: await compress(xml, { level: 4 }), madeAt: this.#dependencies.clock.monotonic() }
  }

  #index(origin: string): string {
    const { market, bounds } = this.#dependencies
    const parts = Math.ceil(market.counters.lastProductId / bounds.sitemapPartProducts)
    const named = Array.from({ length: parts }, (_, index) => locate(`${origin}/sitemap-${index + 1}.xml`))
    return document(
      'sitemapindex',
      named.map((place) => `<sitemap>${place}</sitemap>`),
    )
  }

  /** The products of a range of ids; the first part has the market's and the shops' pages too. */
  #part(origin: string, part: number): string {
    const { market, bounds } = this.#dependencies
    const urls: string[] = []
    if (part === 1) {
      urls.push(locate(`${origin}/`))
      for (const { slug } of market.shops.map.values()) {
        if (urls.length < sitemapShopsMax) urls.push(locate(`${origin}/shop/${encodeURIComponent(slug)}`))
      }
    }
    const first = (part - 1) * bounds.sitemapPartProducts + 1
    for (let id = first; id < first + bounds.sitemapPartProducts; id += 1) {
      const product = market.products.get(id)
      if (product && everybody.sees(product)) urls.push(locate(`${origin}/product/${id}`))
    }
    return document(
      'urlset',
      urls.map((place) => `<url>${place}</url>`),
    )
  }
}

/** An origin was parsed as one, and slugs are encoded, so that nothing in an address needs escaping. */
const locate = (url: string): string => `<loc>${url}</loc>`

const document = (kind: 'urlset' | 'sitemapindex', lines: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<${kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${lines.join('\n')}
</${kind}>
`

function send(request: FastifyRequest, reply: FastifyReply, { xml, zipped }: Sitemap): FastifyReply {
  reply.headers({ 'cache-control': 'public, max-age=600', vary: 'accept-encoding' })
  reply.type('application/xml; charset=utf-8')
  return accepts(request, 'gzip') ? reply.header('content-encoding', 'gzip').send(zipped) : reply.send(xml)
}
