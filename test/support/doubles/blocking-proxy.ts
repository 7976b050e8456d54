import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { atEnd } from '../drivers/leftovers.ts'
import type { Market } from '../drivers/server.ts'

/** What a proxy does with WebSockets; `pass` lets them through. */
export type WebSocketRule = 'pass' | 'refuse 403' | 'refuse 502' | 'close' | 'swallow' | 'answer 200' | 'cut'

export interface ProxyRules {
  webSockets: WebSocketRule
  /** Answers that are held back until they are whole. */
  buffers?: boolean
  /** Requests that are refused, as `METHOD /path`; and by which status, 403 when absent. */
  refuses?: RegExp
  status?: number
}

/** A market behind an HTTP proxy, such as a school or an office has; its rules may change at any time. */
export interface BlockingProxy extends Market {
  rules: ProxyRules
  /** How many WebSockets were asked for. */
  upgrades: number
  /** With the rule `cut`: ends all WebSockets. */
  cut(): void
}

export async function proxyTo(market: Market, rules: ProxyRules): Promise<BlockingProxy> {
  const { hostname, port } = new URL(market.url)
  const target = { hostname, port: Number(port) }
  const sockets = new Set<Socket>()
  const upgraded = new Set<Socket>()
  const server = createServer((near, answer) => pass(proxy.rules, target, near, answer))
  server.on('connection', (socket) => track(sockets, socket))
  server.on('upgrade', (near, socket: Socket, head) => {
    proxy.upgrades += 1
    const { webSockets } = proxy.rules
    if (webSockets === 'close') return socket.destroy()
    if (webSockets === 'swallow') return undefined
    const status = refusals[webSockets]
    if (status)
      return void socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno`)
    track(upgraded, socket)
    tunnel(target, near, socket, head)
    return undefined
  })
  await new Promise<void>((listens) => server.listen(0, hostname, listens))
  const end = (some: Set<Socket>) => {
    for (const socket of some) socket.destroy()
  }
  atEnd(() => {
    end(sockets)
    return new Promise<void>((closed) => server.close(() => closed()))
  })
  const proxy: BlockingProxy = {
    url: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    rules,
    upgrades: 0,
    cut: () => end(upgraded),
  }
  return proxy
}

const refusals: Partial<Record<WebSocketRule, string>> = {
  'refuse 403': '403 Forbidden',
  'refuse 502': '502 Bad Gateway',
  'answer 200': '200 OK',
}

interface Target {
  hostname: string
  port: number
}

function pass(
  { refuses, buffers, status = 403 }: ProxyRules,
  target: Target,
  near: IncomingMessage,
  answer: ServerResponse,
): void {
  if (refuses?.test(`${near.method} ${near.url}`)) {
    near.resume()
    return void answer.writeHead(status, { 'content-type': 'text/html' }).end('<p>Blocked by policy</p>')
  }
  const { method, url, headers } = near
  const far = request({ ...target, method, path: url, headers, agent: false }, (response) => {
    const chunks: Buffer[] = []
    answer.writeHead(response.statusCode ?? 502, response.headers)
    response.on('error', () => answer.destroy())
    if (!buffers) return void response.pipe(answer)
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('end', () => answer.end(Buffer.concat(chunks)))
  })
  far.on('error', () => answer.destroy())
  answer.on('close', () => far.destroy())
  near.pipe(far)
}

function tunnel(target: Target, near: IncomingMessage, socket: Socket, head: Buffer): void {
  const far = connect(target.port, target.hostname, () => {
    const lines = Object.entries(near.headers).map(([name, value]) => `${name}: ${String(value)}`)
    far.write(`GET ${near.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
    far.write(head)
    socket.pipe(far).pipe(socket)
  })
  const end = () => {
    far.destroy()
    socket.destroy()
  }
  for (const one of [far, socket]) one.on('error', end).on('close', end)
}

function track(among: Set<Socket>, socket: Socket): void {
  among.add(socket)
  socket.on('error', () => socket.destroy()).on('close', () => among.delete(socket))
}
