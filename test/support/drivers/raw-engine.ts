import { WebSocket } from 'ws'
import { atEnd } from './leftovers.ts'
import { Waiting } from './until.ts'

/** Socket.IO's wire without its client: every frame as the test writes it. */
export class RawEngine {
  readonly frames: string[] = []
  /** The close code and reason, once it is closed. */
  closed: { code: number; reason: string } | null = null
  /** The cookies that the handshake's answer set. */
  cookies: readonly string[] = []
  readonly #socket: WebSocket
  readonly #waiting = new Waiting(() => `heard ${this.frames.join(' ').slice(-500)}`)

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('upgrade', ({ headers }) => {
      this.cookies = headers['set-cookie'] ?? []
    })
    socket.on('message', (frame) => {
      this.frames.push(String(frame))
      // Engine.IO's ping wants a pong.
      if (String(frame) === '2') socket.send('3')
      this.#waiting.look()
    })
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) }
      this.#waiting.look()
    })
    atEnd(() => socket.terminate())
  }

  /** Opens a connection, and joins no namespace. Rejects when the handshake is refused. */
  static async open(
    market: { readonly url: string },
    headers: Record<string, string> = {},
  ): Promise<RawEngine> {
    const url = `${market.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
    const socket = new WebSocket(url, { headers })
    const engine = new RawEngine(socket)
    await new Promise((opened, refused) => {
      socket.on('open', opened)
      socket.on('error', refused)
    })
    await engine.until(() => engine.frames.length > 0, 'the open packet')
    return engine
  }

  /** The same, in a namespace, after the first message about the market. */
  static async join(
    market: { readonly url: string },
    namespace = '/',
    auth: object = {},
  ): Promise<RawEngine> {
    const engine = await RawEngine.open(market)
    await engine.enter(namespace, auth)
    return engine
  }

  async enter(namespace: string, auth: object = {}): Promise<void> {
    const about = namespace === '/' ? '' : `${namespace},`
    this.send(`40${about}${JSON.stringify(auth)}`)
    await this.until(() => this.events('market:reset', namespace).length > 0, `in ${namespace}`)
  }

  /** Sends frames in one go, so that they arrive together. */
  send(...frames: (string | Buffer)[]): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    for (const frame of frames) this.#socket.send(frame)
  }

  /** Pings as a WebSocket does, below all packets. */
  ping(times: number): void {
    for (let turn = 0; turn < times; turn += 1) this.#socket.ping()
  }

  /** Sends an event, its payload as written, and resolves with the reply; null when the server closes instead. */
  async ask(event: string, payload: string, namespace = '/'): Promise<unknown> {
    const about = namespace === '/' ? '' : `${namespace},`
    const id = String(this.#asked++)
    const head = `43${about}${id}[`
    this.send(`42${about}${id}["${event}"${payload === '' ? '' : `,${payload}`}]`)
    const answer = () => this.frames.find((frame) => frame.startsWith(head))
    await this.until(() => answer() !== undefined || this.closed !== null, `${event} ${payload.slice(0, 80)}`)
    const found = answer()
    return found === undefined ? null : (JSON.parse(found.slice(head.length - 1)) as [unknown])[0]
  }
  #asked = 0

  /** The payloads of an event so far. */
  events(event: string, namespace = '/'): unknown[] {
    const head = `42${namespace === '/' ? '' : `${namespace},`}["${event}",`
    return this.frames
      .filter((frame) => frame.startsWith(head))
      .map((frame) => (JSON.parse(frame.slice(frame.indexOf('['))) as [string, unknown])[1])
  }

  until(holds: () => boolean, what?: string): Promise<void> {
    return this.#waiting.until(holds, what)
  }

  /** Resolves when the server has closed the connection. */
  end(): Promise<void> {
    return this.until(() => this.closed !== null, 'closed by the server')
  }

  /** Breaks the connection off. */
  leave(): void {
    this.#socket.terminate()
  }

  /** Takes no more off the network, as a client that hangs; and takes again. */
  pause(): void {
    this.#socket.pause()
  }
  resume(): void {
    this.#socket.resume()
  }
}
