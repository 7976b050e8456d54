import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

type Encoding = 'br' | 'gzip'

/** Off the main thread, and quick rather than small: a page is made for one visitor. */
const compressions: Readonly<Record<Encoding, (content: string) => Promise<Buffer>>> = {
  br: (content) =>
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 4,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      },
    }),
  gzip: (content) => promisify(gzip)(content, { level: 4 }),
}

/** Whether a client accepts an encoding; "gzip;q=0" declines it. */
export function accepts(request: FastifyRequest, encoding: Encoding): boolean {
  const named = String(request.headers['accept-encoding'] ?? '').split(',')
  return named.some((one) => {
    const [name = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase())
    return name === encoding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter))
  })
}

/** Sends a text in the smallest form that the client reads. For texts without secrets only: their length tells. */
export async function sendCompressed(
  request: FastifyRequest,
  reply: FastifyReply,
  content: string,
): Promise<FastifyReply> {
  const varied = reply.getHeader('vary')
  reply.header('vary', varied ? `${varied}, accept-encoding` : 'accept-encoding')
  const encoding = (['br', 'gzip'] as const).find((one) => accepts(request, one))
  if (!encoding) return reply.send(content)
  const compressed = await compressions[encoding](content)
  return reply.header('content-encoding', encoding).send(compressed)
}
