import { expect } from 'vitest'
import type { ImportCheck } from '../../../shared/protocol/import-messages.ts'
import { newId } from '../builders/wares.ts'
import { ask, type HttpAnswer } from './http.ts'
import { bearer, getAs, postAs } from './people.ts'
import { type Market, operatorToken } from './server.ts'

const operator = { token: operatorToken }

export const send = (market: Market, text: string | Buffer, person = operator): Promise<HttpAnswer> =>
  ask(`${market.url}/api/import?check=1`, {
    method: 'POST',
    headers: {
      ...bearer(person),
      'content-type': 'text/csv',
      'content-length': String(Buffer.byteLength(text)),
    },
    body: text,
  })

export const check = async (market: Market, text: string | Buffer, person = operator): Promise<ImportCheck> =>
  (await send(market, text, person)).json() as ImportCheck

export const apply = (market: Market, token: string | null, id = newId(), person = operator) =>
  postAs(market, '/api/import', { id, token }, person)

export const exported = async (market: Market, name: string, person = operator): Promise<string> => {
  const answer = await getAs(market, `/api/export/${name}`, person)
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8'])
  return answer.body.toString('utf8')
}
