import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { pageError } from '../../shared/protocol/page-errors.ts'
import { clientGroup } from '../edge/client-address.ts'
import { checkLimit } from './http-refusal.ts'
import { checked } from './request-input.ts'
import type { SessionDependencies } from './session-routes.ts'

export interface PageErrorDependencies extends SessionDependencies {
  logger: Logger
}

/** With this cost one address can send 120 a minute, more than honest pages fail. */
const errorPoints = 10

/** Pages report their errors here: the log gets the id that the user was shown. */
export async function pageErrorRoutes(
  http: FastifyInstance,
  { logger, rates, trust }: PageErrorDependencies,
): Promise<void> {
  http.post('/api/page-errors', async (request) => {
    checkLimit(rates.transfers.take(clientGroup(request.raw, trust), errorPoints))
    const { id, page, message, stack } = checked(pageError, request.body)
    logger.warn({ errorId: id, page, pageMessage: message, pageStack: stack }, 'a page broke')
    return {}
  })
}
