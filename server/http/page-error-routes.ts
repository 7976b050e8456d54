import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { pageError } from '../../shared/protocol/page-errors.ts'
import { clientGroup } from '../edge/client-address.ts'
import { checkLimit } from './http-refusal.ts'
import { checked } from './request-body.ts'
import type { SessionParts } from './session-routes.ts'

interface Parts extends SessionParts {
  logger: Logger
}

/** Sixty a minute from one address are more than honest pages break. */
const errorPoints = 10

/** Where a page that broke says so: the log has the id that the person was shown. */
export async function pageErrorRoutes(http: FastifyInstance, { logger, rates, trust }: Parts): Promise<void> {
  http.post('/api/page-errors', async (request) => {
    checkLimit(rates.transfers.take(clientGroup(request.raw, trust), errorPoints))
    const { id, page, message, stack } = checked(pageError, request.body)
    logger.warn({ errorId: id, page, pageMessage: message, pageStack: stack }, 'a page broke')
    return {}
  })
}
