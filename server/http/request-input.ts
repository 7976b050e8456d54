import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod/mini'
import { refuse, refuseIssues } from '../../shared/refusals.ts'
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
  throw new HttpRefusal(refuseIssues(result.error))
}

/** A whole number in an address, digits only ("1e1" and "0x10" are not); null for anything else. */
export const wholeNumberOf = (text: unknown): number | null =>
  typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null

/** The same, but throws `invalid` with the parameter's name. */
export function wholeNumber(path: string, text: unknown): number {
  const number = wholeNumberOf(text)
  if (number === null) throw notWhole(path)
  return number
}

export const notWhole = (path: string): HttpRefusal =>
  new HttpRefusal(
    refuse('invalid', { issues: [{ path, message: 'must be a whole number within its limits' }] }),
  )
