import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { atEnd } from './leftovers.ts'

/** How a connection ends; each is another path through Node, ws, Engine.IO and Socket.IO. */
export const endings = [
  'closes the WebSocket',
  'ends the TCP connection',
  'resets the TCP connection',
  'leaves the namespace, then ends',
  'sends what no protocol allows',
  'rejoins until it is cut off',
  'answers no ping',
] as const
export type Ending = (typeof endings)[number]

const quiet = { watch: false }

interface Rejoining {
  namespace?: string
  auth?: { watch: boolean; token?: string }
}

/** A Socket.IO client, by hand, that leaves a namespace and joins it again on one connection, thousands of times. */
export class RejoiningClient {
  readonly #socket: WebSocket
  readonly #closed: Promise<void>
  #answersPings = true

  private constructor(socket: WebSocket) {
    this.#socket = socket
    this.#closed = new Promise((closed) => socket.on('close', () => closed()))
    socket.on('error', () => socket.terminate())
    socket.on('message', (frame: Buffer) => {
      this.#receivedBytes += frame.length
      if (frame.length === 1 && String(frame) === '2' && this.#answersPings) socket.send('3')
    })
    atEnd(() => socket.terminate())
  }

  /** Opens a connection with `/board` joined, which stays so. */
  static async open(market: { readonly url: string }, token?: string): Promise<RejoiningClient> {
    const url = `${market.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
    const client = new RejoiningClient(new WebSocket(url))
    await client.#answer('0{')
    client.#socket.send(`40/board,${JSON.stringify({ ...quiet, token })}`)
    await client.#answer('40/board,')
    return client
  }

  /** Bytes of the messages that it was sent. */
  get receivedBytes(): number {
    return this.#receivedBytes
  }
  #receivedBytes = 0

  /**
   * Joins a namespace so many times, leaving it each time but the last; resolves with how often it was let in, also
   * where it is cut off or refused.
   */
  async rejoin(times: number, { namespace = '', auth = quiet }: Rejoining = {}): Promise<number> {
    const joins = `40${namespace}${JSON.stringify(auth)}`
    const answer = `40${namespace}{`
    let joined = 0
    const all = Promise.withResolvers<void>()
    const count = (frame: Buffer): void => {
      if (frame.toString('latin1', 0, 2) === '44') return all.resolve()
      if (!frame.toString('latin1', 0, answer.length).startsWith(answer)) return
      joined += 1
      if (joined >= times) return all.resolve()
      this.#socket.send(`41${namespace}`)
      // Socket.IO has let it go by the time that it answers a ping; before, it takes a join for an error.
      this.#socket.ping()
    }
    this.#socket.on('message', count).on('pong', () => this.#socket.send(joins))
    this.#socket.send(joins)
    await Promise.race([all.promise, this.#closed])
    this.#socket.off('message', count).removeAllListeners('pong')
    return joined
  }

  /** Ends the connection; resolves once both sides know. */
  async end(ending: Ending): Promise<void> {
    const { _socket: tcp } = this.#socket as unknown as { _socket: Socket }
    switch (ending) {
      case 'closes the WebSocket':
        this.#socket.close()
        break
      case 'ends the TCP connection':
        tcp.end()
        break
      case 'resets the TCP connection':
        tcp.resetAndDestroy()
        break
      case 'leaves the namespace, then ends':
        this.#socket.send('41')
        this.#socket.close()
        break
      case 'sends what no protocol allows':
        this.#socket.send('4?')
        break
      case 'rejoins until it is cut off':
        this.#socket.send('41')
        await this.rejoin(Number.POSITIVE_INFINITY)
        break
      case 'answers no ping':
        this.#answersPings = false
    }
    await this.#closed
  }

  /** Resolves once the server has closed the connection. */
  get closed(): Promise<void> {
    return this.#closed
  }

  #answer(start: string): Promise<void> {
    return new Promise((answered, failed) => {
      const look = (frame: Buffer): void => {
        if (frame.toString('latin1', 0, 2) === '44') this.#socket.close()
        if (!frame.toString('latin1').startsWith(start)) return
        this.#socket.off('message', look)
        answered()
      }
      this.#socket.on('message', look)
      void this.#closed.then(() => failed(new Error(`closed before an answer like ${start}`)))
    })
  }
}
