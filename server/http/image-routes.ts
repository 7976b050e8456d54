import type { FastifyInstance, FastifyRequest } from 'fastify'
import { limits } from '../../shared/protocol/limits.ts'
import { refuse } from '../../shared/refusals.ts'
import type { Images } from '../images/images.ts'
import { HttpRefusal } from './http-refusal.ts'
import { checkWritingSeller, type SellerParts } from './seller-request.ts'

interface Parts extends SellerParts {
  images: Images
}

/** Pictures: kept for sellers, served to all. */
export async function imageRoutes(http: FastifyInstance, parts: Parts): Promise<void> {
  const { images } = parts
  http.removeAllContentTypeParsers()
  http.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  http.post('/api/images', { bodyLimit: limits.imageBytesMax }, async (request: FastifyRequest) => {
    await checkWritingSeller(request, parts)
    const kept = Buffer.isBuffer(request.body) ? await images.keep(request.body) : 'no picture'
    if (kept === 'full') throw new HttpRefusal(refuse('market_full'))
    if (kept === 'no picture')
      throw new HttpRefusal(
        refuse('invalid', { issues: [{ path: 'body', message: 'must be a WebP, JPEG or PNG picture' }] }),
      )
    return kept
  })
  http.get<{ Params: { hash: string } }>('/images/:hash', async ({ params }, reply) => {
    const image = await images.get(params.hash)
    if (!image) throw new HttpRefusal(refuse('not_found', {}))
    return reply
      .headers({
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      })
      .type(image.type)
      .send(image.bytes)
  })
}
