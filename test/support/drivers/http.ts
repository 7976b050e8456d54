import { type IncomingHttpHeaders, request } from 'node:http'

export interface HttpAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  json(): unknown
}

export interface HttpQuestion {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** The address that it comes from, one of 127.0.0.0/8. */
  localAddress?: string
}

/** One request on a connection of its own, with just the headers that are named. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body, localAddress }: HttpQuestion,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const from = localAddress === undefined ? {} : { localAddress }
    const sent = request(url, { method, headers, agent: false, ...from }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const all = Buffer.concat(chunks)
        const { statusCode = 0, headers: answered } = response
        resolve({ status: statusCode, headers: answered, body: all, json: () => JSON.parse(all.toString()) })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

export const get = (url: string, headers: Record<string, string> = {}): Promise<HttpAnswer> =>
  ask(url, { headers })

/** A request that changes something; a body is sent as JSON. */
export const post = (
  url: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<HttpAnswer> =>
  ask(url, {
    method: 'POST',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
