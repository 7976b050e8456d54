import { io, type Socket } from 'socket.io-client'
import type { Failed, Handshake } from '../../../shared/protocol/events.ts'
import type { Market } from '../../../shared/protocol/server-messages.ts'
import type { Refusal } from '../../../shared/refusals.ts'
import type { EventOf, Namespace, PayloadOf, ReplyOf } from '../../../web/socket/wire.ts'
import { type Heard, Stream } from '../properties/stream.ts'
import { atEnd } from './leftovers.ts'
import { operatorToken } from './server.ts'
import { Waiting } from './until.ts'

export interface ClientSetting {
  /** Of the handshake; a guest's token is kept over reconnects all the same. */
  auth?: Handshake
  headers?: Record<string, string>
  /** Socket.IO's; that of the test run when absent. */
  transport?: 'websocket' | 'polling'
  /** Does not connect: the test does. */
  apart?: boolean
}

const transportOfTests = process.env.SOUK_TEST_SOCKETS === 'polling' ? 'polling' : 'websocket'

export type Answer<N extends Namespace, E extends EventOf<N>> = ReplyOf<N, E> | Failed

/** Why a handshake was refused. */
export interface Refused {
  message: string
  data?: { code: string; [detail: string]: unknown }
}

/** The connection was lost before the reply came: the command's outcome is unknown. */
class ReplyLost extends Error {
  override name = 'ReplyLost'
}

/**
 * A client written from the contract: it follows the market, keeps its token, reconnects with
 * what it has, and holds every message against the rules of the stream. What breaks them fails the test.
 */
export class Client<N extends Namespace> {
  readonly socket: Socket
  readonly stream: Stream
  readonly refusals: Refused[] = []
  readonly #auth: Handshake
  readonly #waiting = new Waiting(() => this.stream.summary())

  constructor(url: string, namespace: N, setting: ClientSetting) {
    const { auth = {}, headers = {}, apart = false, transport = transportOfTests } = setting
    this.#auth = auth
    this.stream = new Stream({ watches: auth.watch !== false })
    this.socket = io(`${url}${namespace}`, {
      transports: [transport],
      forceNew: true,
      autoConnect: !apart,
      reconnectionDelay: 10,
      reconnectionDelayMax: 100,
      extraHeaders: headers,
      auth: (give) => give(this.#handshake()),
    })
    this.#listen()
    atEnd(() => {
      this.socket.disconnect()
      this.stream.check()
    })
  }

  get view() {
    return this.stream.view
  }
  get heard(): readonly Heard[] {
    return this.stream.heard
  }
  get seq(): number {
    return this.view?.seq ?? -1
  }
  /** How much of a product the client shows; undefined for one that it does not show. */
  stock(productId: number): number | undefined {
    return this.view?.products.get(productId)?.stock
  }

  /** Sends one event, and resolves with its reply; rejects with a {@link ReplyLost}. */
  request<E extends EventOf<N>>(event: E, payload: PayloadOf<N, E>): Promise<Answer<N, E>> {
    return this.ask(event, payload) as Promise<Answer<N, E>>
  }

  /** The same, when the test expects `ok`. */
  async ok<E extends EventOf<N>>(event: E, payload: PayloadOf<N, E>): Promise<ReplyOf<N, E>> {
    const answer = (await this.request(event, payload)) as { ok: boolean }
    if (!answer.ok) throw new Error(`${event} was refused: ${JSON.stringify(answer)}`)
    return answer as ReplyOf<N, E>
  }

  /** The same, when the test expects a refusal; resolves with its code and fields. */
  async refused<E extends EventOf<N>>(event: E, payload: PayloadOf<N, E>): Promise<Refusal> {
    const answer = (await this.request(event, payload)) as { ok: boolean; error: Refusal }
    if (answer.ok) throw new Error(`${event} was not refused: ${JSON.stringify(answer)}`)
    return answer.error
  }

  /** Sends any event with any payload. */
  ask(event: string, ...payload: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const lost = (): void => reject(new ReplyLost(`${event} had no reply`))
      if (!this.socket.connected) return lost()
      this.socket.once('disconnect', lost)
      this.socket.emit(event, ...payload, (reply: unknown) => {
        this.socket.off('disconnect', lost)
        resolve(reply)
      })
    })
  }

  /** Sends the same command, over reconnects, until its outcome is known. */
  async requestUntilKnown<E extends EventOf<N>>(event: E, payload: PayloadOf<N, E>): Promise<Answer<N, E>> {
    for (;;) {
      if (!this.socket.connected) await this.until(() => this.socket.connected, 'connected')
      try {
        const answer = await this.request(event, payload)
        if (!isTransient(answer as { ok: boolean; error?: Refusal })) return answer
        await new Promise((resume) => setTimeout(resume, retryMs))
      } catch (error) {
        if (!(error instanceof ReplyLost)) throw error
      }
    }
  }

  /** Waits for messages until `holds`; rejects after a while, with what was awaited. */
  until(holds: () => boolean, what?: string): Promise<void> {
    return this.#waiting.until(holds, what)
  }

  /** In step: the first message about the market after a connect has come (or the session, without a stream). */
  ready(): Promise<void> {
    return this.until(() => this.socket.connected && this.stream.isReady, 'in step')
  }

  /** Ends the connection and opens another; what the client has goes along. */
  async reconnect(): Promise<void> {
    this.leave()
    this.socket.connect()
    await this.ready()
  }

  leave(): void {
    this.socket.disconnect()
  }

  /** Takes in a market that came by HTTP, to connect with. */
  fetched(market: Market): void {
    this.stream.fetched(market)
  }

  /** The handshake that is refused, why. */
  async refusal(): Promise<Refused> {
    await this.until(() => this.refusals.length > 0, 'a refusal')
    return this.refusals.at(-1)!
  }

  #handshake(): Handshake {
    const { view, token, opened } = this.stream
    const shops = opened?.session.shops?.map(({ shopId }) => shopId)
    const has = view ? { epoch: view.epoch, seq: view.seq } : {}
    const handshake = {
      ...has,
      ...(shops ? { shops } : {}),
      ...(token === null ? {} : { token }),
      ...this.#auth,
    }
    this.stream.connecting(handshake)
    return handshake
  }

  #listen(): void {
    const { socket, stream } = this
    socket.onAny((event: string, payload: unknown) => {
      stream.hear(event, payload)
      this.#waiting.look()
    })
    socket.on('connect', () => this.#waiting.look())
    socket.on('disconnect', () => {
      stream.lost()
      this.#waiting.look()
    })
    socket.on('connect_error', (error) => {
      // Without `data` it is the network's, and Socket.IO tries again by itself.
      if (!socket.active || 'data' in error) this.refusals.push(error)
      this.#waiting.look()
    })
  }
}

/** Sooner than the server asks for, so that tests are quick. */
const retryMs = 10

const isTransient = ({ ok, error }: { ok: boolean; error?: Refusal }): boolean =>
  !ok && error !== undefined && ['too_many_requests', 'busy', 'unavailable'].includes(error.code)

/** A client that is on its way, or stays apart: for handshakes that are refused. */
export const dial = <N extends Namespace>(
  market: { readonly url: string },
  namespace: N,
  setting: ClientSetting = {},
): Client<N> => new Client(market.url, namespace, setting)

/** A client that is connected and in step. */
export async function join<N extends Namespace>(
  market: { readonly url: string },
  namespace: N,
  setting: ClientSetting = {},
): Promise<Client<N>> {
  const client = dial(market, namespace, setting)
  await client.ready()
  return client
}

/** The operator on `/seller`. */
export const joinSeller = (
  market: { readonly url: string },
  auth: Handshake = {},
): Promise<Client<'/seller'>> => join(market, '/seller', { auth: { token: operatorToken, ...auth } })

/** `count` connections of the operator's programs, which buy at a pace that no person has. */
export const joinPrograms = (market: { readonly url: string }, count: number): Promise<Client<'/'>[]> =>
  Promise.all(Array.from({ length: count }, () => join(market, '/', { auth: { token: operatorToken } })))

/** `count` guests, each with a session and a connection of their own. */
export const joinBuyers = (market: { readonly url: string }, count: number): Promise<Client<'/'>[]> =>
  Promise.all(Array.from({ length: count }, () => join(market, '/')))
