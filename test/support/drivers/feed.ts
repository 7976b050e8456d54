import { WebSocket } from 'ws'
import { Stream } from '../properties/stream.ts'
import { atEnd } from './leftovers.ts'
import { Waiting } from './until.ts'

/** A display on `/feed`: follows the market by the same rules, and resumes with what it has. */
export class FeedClient {
  readonly stream = new Stream({ hasSession: false })
  readonly #url: string
  readonly #headers: Record<string, string>
  readonly #waiting = new Waiting(() => this.stream.summary())
  #socket: WebSocket | null = null

  constructor(market: { readonly url: string }, headers: Record<string, string> = {}) {
    this.#url = market.url.replace('http', 'ws')
    this.#headers = headers
    atEnd(() => {
      this.leave()
      this.stream.check()
    })
  }

  /** Connects and resolves in step; rejects with the status that it was refused with. */
  async connect(): Promise<this> {
    this.leave()
    const { view } = this.stream
    const query = view ? `?epoch=${view.epoch}&seq=${view.seq}` : ''
    this.stream.connecting(view ? { seq: view.seq } : {})
    const socket = new WebSocket(`${this.#url}/feed${query}`, { headers: this.#headers })
    this.#socket = socket
    socket.on('message', (frame) => {
      const { type, ...payload } = JSON.parse(String(frame)) as { type: string }
      this.stream.hear(type, payload)
      this.#waiting.look()
    })
    socket.on('close', () => {
      if (this.#socket === socket) this.stream.lost()
      this.#waiting.look()
    })
    await new Promise((opened, refused) => {
      socket.on('open', opened)
      socket.on('error', refused)
    })
    await this.until(() => this.stream.isReady, 'in step')
    return this
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  send(frame: string | Buffer): void {
    this.#socket?.send(frame)
  }

  /** Stops reading from the network, like a display that hangs. */
  pause(): void {
    this.#socket?.pause()
  }

  until(holds: () => boolean, what?: string): Promise<void> {
    return this.#waiting.until(holds, what)
  }

  leave(): void {
    this.#socket?.terminate()
  }
}
