import type { FastifyInstance, FastifyRequest } from 'fastify'
import { limits } from '../../shared/protocol/limits.ts'
import { refuse } from '../../shared/refusals.ts'
import type { Images } from '../images/images.ts'
import { HttpRefusal } from './http-refusal.ts'
import { bufferOf, readBuffers } from './request-input.ts'
import { checkWritingSeller, type SellerDependencies } from './seller-request.ts'

export interface ImageDependencies extends SellerDependencies {
  images: Images
}

/** Pictures: sellers upload them, everyone can load them. */
export async function imageRoutes(http: FastifyInstance, dependencies: ImageDependencies): Promise<void> {
  const { images } = dependencies
  readBuffers(http)
  http.post('/api/images', { bodyLimit: limits.imageBytesMax }, async (request: FastifyRequest) => {
    const { shopId } = checkWritingSeller(request, dependencies)
    const kept = await images.keep(bufferOf(request), shopId)
    if ('code' in kept) throw new HttpRefusal(kept)
    return kept
  })
  http.get<{ Params: { hash: string } }>('/images/:hash', async ({ params }, reply) => {
    const image = await images.get(params.hash)
    if (!image) throw new HttpRefusal(refuse('not_found', {}))
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(image.type)
      .send(image.bytes)
  })
}
