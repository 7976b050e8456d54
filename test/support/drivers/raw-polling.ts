import { ask, get, type HttpAnswer } from './http.ts'
import type { Market } from './server.ts'

/** Socket.IO's long polling without its client: every request as the test makes it. */
export class RawPolling {
  readonly sid: string
  readonly #market: Market
  readonly #headers: Record<string, string>
  /** Headers of the handshake's answer. */
  readonly opened: HttpAnswer

  private constructor(market: Market, headers: Record<string, string>, opened: HttpAnswer) {
    this.#market = market
    this.#headers = headers
    this.opened = opened
    this.sid = (JSON.parse(opened.body.toString().slice(1)) as { sid: string }).sid
  }

  /** Opens a connection, and joins no namespace. Throws when the handshake is refused. */
  static async open(market: Market, headers: Record<string, string> = {}): Promise<RawPolling> {
    const opened = await get(pollingUrl(market), headers)
    if (opened.status !== 200) throw new Error(`${opened.status} ${opened.body}`)
    return new RawPolling(market, headers, opened)
  }

  /** The same, in the buyers' namespace, after the first message about the market. */
  static async join(
    market: Market,
    headers: Record<string, string> = {},
    auth: object = {},
  ): Promise<RawPolling> {
    const client = await RawPolling.open(market, headers)
    await client.send(`40${JSON.stringify(auth)}`)
    for (let heard = ''; !heard.includes('market:reset'); ) heard += (await client.poll()).body.toString()
    return client
  }

  get url(): string {
    return `${pollingUrl(this.#market)}&sid=${this.sid}`
  }

  /** One poll; `headers` instead of its own makes it another client's. */
  poll(headers = this.#headers): Promise<HttpAnswer> {
    return get(this.url, headers)
  }

  /** Sends an event, and polls until its reply has come. */
  async ask(event: string, payload: object): Promise<unknown> {
    await this.send(`420${JSON.stringify([event, payload])}`)
    for (;;) {
      const packets = (await this.poll()).body.toString().split('\u001e')
      const reply = packets.find((packet) => packet.startsWith('430'))
      if (reply) return (JSON.parse(reply.slice(3)) as [unknown])[0]
    }
  }

  send(packets: string, headers = this.#headers): Promise<HttpAnswer> {
    return ask(this.url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
      body: packets,
    })
  }
}

export const pollingUrl = ({ url }: Market): string => `${url}/socket.io/?EIO=4&transport=polling`

/** The open connections by what carries them, as the metrics have it. */
export async function connectionsOf(market: Market): Promise<Record<string, number>> {
  const { body } = await get(`${market.url}/metrics`)
  const lines = body.toString().matchAll(/^souk_socket_io_connections\{transport="(\w+)"\} (\d+)$/gm)
  return Object.fromEntries([...lines].map(([, transport, count]) => [transport, Number(count)]))
}
