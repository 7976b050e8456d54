import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod/mini'
import { refuse } from '../../shared/refusals.ts'
import { HttpRefusal } from './http-refusal.ts'

/** Reads JSON. A request with a content type and an empty body has no body. */
export function readBodies(http: FastifyInstance): void {
  const parseJson = http.getDefaultJsonParser('error', 'error')
  http.removeAllContentTypeParsers()
  http.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined)
    else void parseJson(request, String(body), done)
  })
}

/** Reads bytes of any type, for routes that take files. */
export function readBuffers(http: FastifyInstance): void {
  http.removeAllContentTypeParsers()
  http.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/** Empty for a request without a body. */
export const bufferOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

/** The body as its schema parses it. Throws `invalid` with the issues. */
export function checked<Value>(schema: z.ZodMiniType<Value>, body: unknown): Value {
  const result = z.safeParse(schema, body)
  if (result.success) return result.data
  const issues = result.error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new HttpRefusal(refuse('invalid', { issues }))
}
