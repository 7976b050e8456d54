import { io, type Socket } from 'socket.io-client'
import type { Handshake } from '../../shared/protocol/events.ts'
import type { Market, SessionOpened } from '../../shared/protocol/server-messages.ts'
import { PROTOCOL } from '../../shared/protocol/version.ts'
import type { Clock, Timer } from './clock.ts'
import { ConnectionState } from './connection.ts'
import { Fallback } from './fallback.ts'
import { outcomeOf } from './outcome.ts'
import { onWaking } from './page-events.ts'
import { PageOwner } from './page-owner.ts'
import { ReplySeq } from './reply-seq.ts'
import { addressOf, fetchMarket, openSession, type Reach } from './session.ts'
import type { Ending } from './trouble.ts'
import type {
  Folded,
  Identity,
  Listener,
  MarketSocket,
  MarketSocketOptions,
  Namespace,
  OpenMarket,
  Request,
} from './wire.ts'

const retryMsMin = 300
const retryMsMax = 5_000
const answerMsMax = 8_000
/** The connection counts as dead after this silence: the server sends something every 10 s. */
const silenceMsMax = 20_000

/**
 * Connects to the market and passes its messages to `options.listener`: after each connect the session, then the market
 * from the listener's position. Handles networks without WebSockets, lost connections, expired sessions, gaps in the
 * stream, and markets too large for it. Without a connection, a page's market comes by HTTP.
 */
export const openMarket: OpenMarket = (options) => new SocketIoMarket(options)

class SocketIoMarket<N extends Namespace> implements MarketSocket<N> {
  readonly #options: MarketSocketOptions<N>
  readonly #listener: Listener
  readonly #clock: Clock
  readonly #socket: Socket
  readonly #connection: ConnectionState
  readonly #stopWaking: () => void
  /** `apart`: no session. `catching-up`: no market yet. `fetching`: a market too large for the stream, by HTTP. */
  #stage: 'apart' | 'catching-up' | 'in-step' | 'fetching' | 'closed' = 'apart'
  #identity: Identity
  /** Whether the session's cookie is known to exist. */
  #joined: boolean
  /** After a gap the next handshake requests the whole market. */
  #needsWholeMarket = false
  #attempts = 0
  #retry: Timer | null = null
  /** The running request for a session's cookie. A second one in parallel would open another session. */
  #joining: Promise<Reach> | null = null
  #receivedAt: number
  readonly #fallback: Fallback
  /** The first market, loaded by HTTP; the first connection starts from it. */
  readonly #firstLoad: Promise<void>
  /** Whether the server was sent the listener's position, which must not change until the answer. */
  #hasAsked = false
  #unanswered = 0
  readonly #owner: PageOwner
  readonly #replySeq = new ReplySeq()

  constructor(options: MarketSocketOptions<N>) {
    const { namespace, url, listener, identity, clock } = options
    this.#options = options
    this.#listener = listener
    this.#clock = clock
    this.#identity = identity
    this.#joined = this.#identity.kind === 'token'
    this.#receivedAt = clock.now()
    this.#connection = new ConnectionState(clock, (state) => listener.connection(state))
    const isPage = identity.kind === 'cookie'
    this.#owner = new PageOwner(isPage && namespace !== '/board')
    this.#fallback = new Fallback({
      clock,
      url,
      page: isPage ? namespace : null,
      buyerId: () => this.#owner.buyerId,
      position: () => listener.position(),
      loaded: (market) => this.#loaded(market),
      because: (why) => this.#connection.because(why),
      isIdle: () => this.#unanswered === 0,
      connectAnew: () => this.#connectAgain(),
    })
    this.#socket = io(String(addressOf(namespace, url)), {
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: retryMsMin,
      reconnectionDelayMax: retryMsMax,
      randomizationFactor: 0.5,
      auth: (give) => void this.#giveHandshake(give),
    })
    this.#listen()
    this.#stopWaking = onWaking(() => this.#wake())
    this.#firstLoad = this.#fallback.first()
    this.#connect()
  }

  request: Request<N> = async (event, payload) => {
    // Socket.IO would queue it and send it later; a purchase must never be sent without its buyer noticing.
    if (!this.#socket.connected) return { kind: 'unknown' }
    // In another market the command's ids mean other things, so wait until it is clear which market answers.
    if ('id' in (payload as object) && this.#stage !== 'in-step') return { kind: 'unknown' }
    this.#unanswered += 1
    try {
      const reply = await this.#socket.timeout(answerMsMax).emitWithAck(event, payload)
      return this.#replySeq.note(outcomeOf(reply), this.#listener.position())
    } catch {
      // No answer in time, or the connection ended before it.
      return { kind: 'unknown' }
    } finally {
      this.#unanswered -= 1
    }
  }

  reconnect(): void {
    if (this.#stage === 'closed') return
    this.#attempts = 0
    this.#joined = this.#identity.kind === 'token'
    this.#owner.reset()
    this.#connection.retry()
    this.#connectAgain()
  }

  close(): void {
    this.#stage = 'closed'
    this.#retry?.cancel()
    this.#fallback.close()
    this.#stopWaking()
    this.#connection.close()
    this.#socket.off()
    this.#socket.offAny()
    this.#socket.disconnect()
  }

  #listen(): void {
    const socket = this.#socket
    socket.onAny(() => {
      this.#receivedAt = this.#clock.now()
    })
    socket.on('session:opened', (message) => this.#opened(message))
    socket.on('market:reset', (message) => this.#fold(() => this.#listener.reset(message)))
    socket.on('market:changed', (message) => this.#fold(() => this.#listener.changed(message)))
    socket.on('order:changed', (message) => this.#listener.order(message))
    socket.on('sales:made', (message) => this.#listener.sales(message))
    socket.on('brand:changed', (message) => this.#listener.brand(message))
    socket.on('sales:pace', (message) => this.#listener.pace(message))
    socket.on('stats:changed', (message) => this.#listener.stats(message))
    socket.on('disconnect', (reason) => this.#disconnected(reason))
    socket.on('connect_error', (error) => this.#failed(error))
    socket.io.on('reconnect_attempt', () => this.#chooseTransport())
  }

  #chooseTransport(): void {
    const { transports, timeoutMs } = this.#fallback.choose()
    this.#socket.io.opts.transports = transports
    this.#socket.io.timeout(timeoutMs)
  }

  async #giveHandshake(give: (handshake: Handshake) => void): Promise<void> {
    const engine = this.#socket.io.engine
    await this.#firstLoad
    // Another connection may have started meanwhile and requested its own handshake.
    if (this.#socket.io.engine !== engine) return
    this.#hasAsked = true
    give({
      protocol: PROTOCOL,
      ...this.#replySeq.handshake(this.#needsWholeMarket ? null : this.#listener.position()),
      ...this.#owner.handshake(),
      ...(this.#identity.kind === 'token' && this.#identity.token ? { token: this.#identity.token } : {}),
    })
  }

  #opened(message: SessionOpened): void {
    if (this.#identity.kind === 'token' && message.token) {
      this.#identity = { kind: 'token', token: message.token }
    }
    if (!this.#owner.opened(message)) return this.#personChanged()
    this.#stage = 'catching-up'
    this.#fallback.opened()
    this.#listener.opened(message)
  }

  #fold(fold: () => Folded): void {
    if (this.#stage !== 'catching-up' && this.#stage !== 'in-step') return
    switch (fold()) {
      case 'applied':
      case 'ignored':
        this.#needsWholeMarket = false
        return this.#inStep()
      case 'gap':
        this.#needsWholeMarket = true
        return this.#connectAgain()
      case 'fetch':
        this.#stage = 'fetching'
        void this.#load()
    }
  }

  #inStep(): void {
    if (this.#stage === 'in-step') return
    this.#stage = 'in-step'
    this.#attempts = 0
    this.#fallback.inStep()
    this.#connection.inStep()
    this.#listener.inStep()
  }

  async #load(): Promise<void> {
    const { url, namespace } = this.#options
    const { market } = await fetchMarket(url, this.#identity, namespace, this.#owner.buyerId)
    if (this.#stage !== 'fetching') return
    if (!market) return this.#later(() => void this.#load())
    this.#needsWholeMarket = false
    this.#listener.loaded(market)
    this.#connectAgain()
  }

  #disconnected(reason: string): void {
    this.#ended({ isCut: reason.startsWith('transport') || reason === 'ping timeout' })
    this.#stage = 'apart'
    // Socket.IO reconnects by itself, unless the server or we disconnected.
    if (reason === 'io server disconnect') this.#later(() => this.#connect())
  }

  #failed(error: Error & { data?: { code?: string }; context?: { responseText?: string } }): void {
    if (error.data) this.#fallback.opened()
    this.#ended({ answer: error.context?.responseText })
    if (this.#socket.active) return
    const code = error.data?.code
    if (code === 'forbidden' || code === 'unsupported_protocol') return this.#connection.refused(code)
    if (code === 'session_changed' && !this.#owner.mayBeginAnew()) return this.#personChanged()
    if (code === 'unauthenticated' || code === 'session_changed') {
      if (this.#identity.kind === 'token') return this.#connection.refused('unauthenticated')
      this.#joined = false
    }
    this.#later(() => this.#connect())
  }

  #ended(how: Ending): void {
    this.#hasAsked = false
    this.#fallback.ended(how)
    this.#connection.lost()
  }

  #connect(): void {
    if (!this.#joined) return void this.#join()
    this.#chooseTransport()
    this.#socket.connect()
  }

  async #join(): Promise<void> {
    this.#joining ??= openSession((session) => this.#owner.joined(session)).finally(() => {
      this.#joining = null
    })
    const [opened] = await Promise.all([this.#joining, this.#fallback.ready()])
    if (this.#stage === 'closed' || this.#joined) return
    if (opened !== 'answers') {
      this.#fallback.noSession()
      this.#connection.lost()
      return this.#later(() => this.#connect())
    }
    this.#joined = true
    this.#connect()
  }

  #loaded(market: Market | null): void {
    if (this.#stage !== 'apart' || this.#hasAsked) return
    const has = this.#listener.position()
    if (!market || (has?.epoch === market.epoch && market.seq <= has.seq)) this.#listener.unchanged()
    else this.#listener.loaded(market)
  }

  #personChanged(): void {
    this.close()
    this.#listener.personChanged()
  }

  #wake(): void {
    const silent = this.#clock.now() - this.#receivedAt > silenceMsMax
    if (this.#connection.current.kind === 'refused' || (this.#socket.connected && !silent)) return
    this.#attempts = 0
    this.#connectAgain()
  }

  /** Disconnects, which also ends Socket.IO's own retry delay, and connects again; the first time at once. */
  #connectAgain(): void {
    this.#socket.disconnect()
    this.#later(() => this.#connect())
  }

  #later(task: () => void): void {
    if (this.#stage === 'closed') return
    const delayMs = this.#attempts === 0 ? 0 : Math.min(retryMsMax, retryMsMin * 2 ** this.#attempts)
    this.#attempts += 1
    this.#retry?.cancel()
    this.#retry = this.#clock.schedule(delayMs * (0.5 + Math.random() / 2), task)
  }
}
