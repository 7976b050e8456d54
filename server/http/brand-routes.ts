import type { FastifyInstance } from 'fastify'
import {
  type Brand,
  type BrandReport,
  type BrandSettings,
  brandLimits,
  brandSettings,
  type LegalPage,
  legalPages,
  legalUpdate,
} from '../../shared/protocol/brand-messages.ts'
import { limits } from '../../shared/protocol/limits.ts'
import { refuse } from '../../shared/refusals.ts'
import type { BrandStore } from '../brand/brand-store.ts'
import { paletteOf } from '../brand/palette.ts'
import { imageKindOf } from '../images/image-kind.ts'
import type { Images } from '../images/images.ts'
import { HttpRefusal } from './http-refusal.ts'
import { manifestOf } from './manifest.ts'
import { onlyForOperator } from './operator-routes.ts'
import { checked } from './request-input.ts'
import type { SessionDependencies } from './session-routes.ts'

export interface BrandDependencies extends SessionDependencies {
  brand: BrandStore
  images: Images
}

/** How the market looks, its legal pages and its manifest; the operator sets them. */
export async function brandRoutes(http: FastifyInstance, dependencies: BrandDependencies): Promise<void> {
  const { brand } = dependencies
  http.get('/api/brand', async (_request, reply): Promise<Brand> => {
    reply.header('cache-control', 'public, no-cache')
    return brand.current
  })
  http.get<{ Params: { page: string } }>('/api/legal/:page', async ({ params }, reply) => {
    const text = brand.legalText(pageOf(params.page))
    if (text === '') throw new HttpRefusal(refuse('not_found', {}))
    reply.header('cache-control', 'public, no-cache')
    return { text }
  })
  http.get('/manifest.webmanifest', async (_request, reply) => {
    reply.header('cache-control', 'public, no-cache').type('application/manifest+json')
    return JSON.stringify(manifestOf(brand))
  })
  await http.register(operatorsBrandRoutes, dependencies)
}

async function operatorsBrandRoutes(http: FastifyInstance, dependencies: BrandDependencies): Promise<void> {
  const { brand } = dependencies
  onlyForOperator(http, dependencies)
  http.get('/api/brand/settings', async (_request, reply): Promise<BrandReport> => {
    reply.header('cache-control', 'private, no-store')
    return brand.report
  })
  http.get<{ Querystring: { color?: string } }>('/api/brand/colors', async ({ query }) => {
    return paletteOf(checked(brandSettings.shape.color, query.color ?? '') ?? '')
  })
  http.post('/api/brand', async (request): Promise<BrandReport> => {
    const settings = checked(brandSettings, request.body)
    await checkPictures(dependencies, settings)
    await brand.save(settings)
    return brand.report
  })
  http.post<{ Params: { page: string } }>(
    '/api/legal/:page',
    { bodyLimit: 4 * limits.messageBytesMax },
    async ({ params, body }): Promise<BrandReport> => {
      await brand.saveLegal(pageOf(params.page), checked(legalUpdate, body).text)
      return brand.report
    },
  )
}

function pageOf(name: string): LegalPage {
  const page = legalPages.find((each) => each === name)
  if (!page) throw new HttpRefusal(refuse('not_found', {}))
  return page
}

/** The logo and the icons must be kept here, and have the sizes that pages and manifest say of them. */
async function checkPictures({ images }: BrandDependencies, { logo, icons }: BrandSettings): Promise<void> {
  const { iconSides, logoSideMax } = brandLimits
  if (logo !== null) {
    const kind = await kindOf(images, logo)
    if (!kind || Math.max(kind.width, kind.height) > logoSideMax)
      throw wrong('logo', `must be a kept picture of at most ${logoSideMax} × ${logoSideMax} px`)
  }
  for (const [name, side] of Object.entries(iconSides) as [keyof typeof iconSides, number][]) {
    if (icons === null) return
    const kind = await kindOf(images, icons[name])
    if (kind?.type !== 'image/png' || kind.width !== side || kind.height !== side)
      throw wrong(`icons.${name}`, `must be a kept PNG picture of ${side} × ${side} px`)
  }
}

async function kindOf(images: Images, hash: string) {
  const image = await images.get(hash)
  if (image) images.touch(hash)
  return image && imageKindOf(image.bytes)
}

const wrong = (path: string, message: string): HttpRefusal =>
  new HttpRefusal(refuse('invalid', { issues: [{ path, message }] }))
