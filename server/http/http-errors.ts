import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { refuse } from '../../shared/refusals.ts'
import { HttpRefusal } from './http-refusal.ts'

/** Every error is `{error}` as on the socket; what nobody foresaw gets an id that the log has too. */
export function answerErrors(http: FastifyInstance, { logger }: { logger: Logger }): void {
  http.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof HttpRefusal) return reply.status(error.statusCode).send({ error: error.refusal })
    if ((error.statusCode ?? 500) < 500) return answerBadRequest(error, request, reply)
    logger.error({ error, request: request.id, url: request.url }, 'a request failed')
    const refusal = refuse('unavailable', { retryAfterMs: 1_000 })
    return reply.status(503).send({ error: { ...refusal, errorId: request.id } })
  })
}

/** The statuses of the wire that the framework gives too; it has finer ones, which no client was told of. */
const statusesOfBadRequests: ReadonlySet<number | undefined> = new Set([403, 404, 413])

/** What the framework could not read: an address that is none, a body that is too long or no JSON. */
export function answerBadRequest(
  error: Error & { statusCode?: number },
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { statusCode, message } = error
  const status = statusesOfBadRequests.has(statusCode) ? statusCode! : 400
  return reply.status(status).send({ error: refuse('invalid', { issues: [{ path: '', message }] }) })
}

/** What is no HTTP at all is answered as well as can be, and its connection ends. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const body = JSON.stringify({ error: refuse('invalid', { issues: [] }) })
    socket.write(
      `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
  }
  socket.destroy()
}
