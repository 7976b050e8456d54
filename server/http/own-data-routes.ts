import type { FastifyInstance } from 'fastify'
import * as messages from '../../shared/protocol/account-messages.ts'
import { sessionRename } from '../../shared/protocol/buyer-messages.ts'
import { refuse } from '../../shared/refusals.ts'
import { clientGroup, isSecure } from '../edge/client-address.ts'
import { expiredCookie } from '../session/cookie.ts'
import type { OwnData } from '../session/own-data.ts'
import { type AccountDependencies, attemptsAt, refuseTooMany, takeSignUp } from './account-routes.ts'
import { HttpRefusal } from './http-refusal.ts'
import { checked } from './request-input.ts'
import { requireSession } from './session-routes.ts'

export interface OwnDataDependencies extends AccountDependencies {
  ownData: OwnData
}

/** What is stored about a person: they see it, change their name, and delete it. For guests too. */
export async function ownDataRoutes(http: FastifyInstance, dependencies: OwnDataDependencies): Promise<void> {
  const { ownData, sessions, trust } = dependencies
  http.get('/api/my-data', async (request, reply) => {
    const session = requireSession(request, dependencies)
    reply.headers({
      'cache-control': 'private, no-store',
      'content-disposition': 'attachment; filename="my-data.json"',
    })
    return ownData.of(session)
  })
  http.post('/api/name', async (request) => {
    const session = requireSession(request, dependencies)
    const { name } = checked(sessionRename, request.body)
    return { session: await sessions.rename(session, name) }
  })
  http.post('/api/my-data/delete', async (request, reply) => {
    const session = requireSession(request, dependencies)
    const { password } = checked(messages.ownDataDelete, request.body ?? {})
    const account = sessions.accountOf(session)
    if (!account) await takeSignUp(request, dependencies)
    else if (account.email === null) throw new HttpRefusal(refuse('forbidden'))
    else {
      const by = { email: account.email, proof: session.id }
      const begin = await attemptsAt(by, request, dependencies)
      const source = clientGroup(request.raw, trust)
      const isRight = await ownData.isTheirs(session, password ?? '', source, begin).catch(refuseTooMany)
      if (!isRight) throw new HttpRefusal(refuse('unauthenticated', undefined, 'The password is wrong.'))
    }
    const refusal = await ownData.delete(session)
    if (refusal) throw new HttpRefusal(refusal)
    reply.header('set-cookie', expiredCookie(isSecure(request.raw, trust)))
    return {}
  })
}
