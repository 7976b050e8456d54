import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { refuse } from '../../shared/refusals.ts'
import { HttpRefusal } from './http-refusal.ts'

/** Answers every error as `{error}`, as on the socket. Unexpected ones get an id that is also in the log. */
export function answerErrors(http: FastifyInstance, { logger }: { logger: Logger }): void {
  http.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof HttpRefusal) return reply.status(error.statusCode).send({ error: error.refusal })
    if ((error.statusCode ?? 500) < 500) return answerBadRequest(error, request, reply)
    logger.error({ error, request: request.id, url: request.url }, 'a request failed')
    const refusal = refuse('unavailable', { retryAfterMs: 1_000 })
    return reply.status(503).send({ error: { ...refusal, errorId: request.id } })
  })
}

/** The framework's statuses that are part of the protocol. It has finer ones, which are not. */
const statusesOfBadRequests: ReadonlySet<number | undefined> = new Set([403, 404, 413])

/** Requests that the framework could not read: a malformed address, a body that is too long or not JSON. */
export function answerBadRequest(
  error: Error & { statusCode?: number },
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { statusCode, message } = error
  const status = statusesOfBadRequests.has(statusCode) ? statusCode! : 400
  return reply.status(status).send({ error: refuse('invalid', { issues: [{ path: '', message }] }) })
}

/** Answers what is not HTTP as well as possible, and closes the connection. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code !== 'ECONNRESET' && socket.writable) {
    const body = JSON.stringify({ error: refuse('invalid', { issues: [] }) })
    socket.write(
      `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
  }
  socket.destroy()
}
