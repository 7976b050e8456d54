import { request as ask, createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { atEnd } from '../drivers/leftovers.ts'
import type { MarketServer } from '../drivers/server.ts'

/** Acts like a browser without cookies: removes the market's Set-Cookie headers. */
export async function startCookielessProxy(market: MarketServer): Promise<{ url: string; cut(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const { url: path, method, headers } = request
    const passed = ask({ port: market.port, path, method, headers }, (answer) => {
      delete answer.headers['set-cookie']
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    request.pipe(passed)
  })
  server.on('upgrade', (request: IncomingMessage, client: Socket) => {
    const upstream = connect(market.port)
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => other.destroy())
    }
    const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)
    upstream.write([`GET ${request.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
    upstream.once('data', (head) => {
      const answer = head.toString('latin1').replace(/^set-cookie:[^\r]*\r\n/gim, '')
      client.write(Buffer.from(answer, 'latin1'))
      upstream.pipe(client)
    })
    client.pipe(upstream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  atEnd(async () => {
    cut()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut }
}
