import { WebSocket } from 'ws'
import type { PurchaseCreate } from '../../../shared/protocol/buyer-messages.ts'
import type { Answer } from './client.ts'
import { atEnd } from './leftovers.ts'
import { Waiting } from './until.ts'

export interface LightBuyerSetting {
  /** Of the handshake's request: a forwarded address, say. */
  headers?: Record<string, string>
  token?: string
}

/** A buyer who does not follow the market and costs only one WebSocket, for tests with a thousand of them. */
export class LightBuyer {
  /** The session's token, once it is connected. */
  token: string | null
  readonly #socket: WebSocket
  readonly #frames: string[] = []
  readonly #waiting = new Waiting(() => `heard ${this.#frames.join(' ').slice(-300)}`)
  #asked = 0
  #isClosed = false

  private constructor(socket: WebSocket, token: string | null) {
    this.#socket = socket
    this.token = token
    socket.on('message', (frame) => this.#hear(String(frame)))
    // A close follows, and is handled there.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#isClosed = true
      this.#waiting.look()
    })
    atEnd(() => socket.terminate())
  }

  /** Connects with a session: a new guest's, or that of the token. Rejects with the code that it is refused with. */
  static async join(
    market: { readonly url: string },
    { headers = {}, token }: LightBuyerSetting = {},
  ): Promise<LightBuyer> {
    const url = `${market.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
    const buyer = new LightBuyer(
      new WebSocket(url, { headers, perMessageDeflate: false, handshakeTimeout: 15_000 }),
      token ?? null,
    )
    const isAnswered = (): boolean =>
      buyer.#isClosed || buyer.#find('44') || buyer.#find('42["session:opened"')
    await buyer.#waiting.until(isAnswered, 'a session')
    if (!buyer.#find('42["session:opened"')) throw new Error(`refused: ${buyer.#frames.at(-1) ?? 'closed'}`)
    return buyer
  }

  /** Sends a purchase; resolves with its reply, or with null when the connection was lost. */
  buy(purchase: PurchaseCreate): Promise<Answer<'/', 'purchase:create'> | null> {
    return this.ask('purchase:create', purchase) as Promise<Answer<'/', 'purchase:create'> | null>
  }

  async ask(event: string, payload: object): Promise<unknown> {
    const id = this.#asked++
    const head = `43${id}[`
    const reply = () => this.#frames.find((frame) => frame.startsWith(head))
    this.#socket.send(`42${id}["${event}",${JSON.stringify(payload)}]`)
    await this.#waiting.until(() => this.#isClosed || reply() !== undefined, `a reply to ${event}`)
    const found = reply()
    // A buyer may ask thousands of times.
    if (found !== undefined) this.#frames.splice(this.#frames.indexOf(found), 1)
    return found === undefined ? null : (JSON.parse(found.slice(head.length - 1)) as [unknown])[0]
  }

  leave(): void {
    this.#socket.terminate()
  }

  #find(start: string): boolean {
    return this.#frames.some((frame) => frame.startsWith(start))
  }

  #hear(frame: string): void {
    if (frame === '2') return this.#socket.send('3')
    if (frame.startsWith('0'))
      return this.#socket.send(
        `40${JSON.stringify({ watch: false, ...(this.token ? { token: this.token } : {}) })}`,
      )
    if (frame.startsWith('42["session:opened"'))
      this.token ??= (JSON.parse(frame.slice(2)) as [string, { token?: string }])[1].token ?? null
    if (frame.startsWith('42["order:changed"')) return
    this.#frames.push(frame)
    this.#waiting.look()
  }
}
