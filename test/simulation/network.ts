import type { Connection } from '../../server/broadcast/connection.ts'
import type { Message } from '../../server/broadcast/messages.ts'
import type { ClientSession } from '../../server/socket/client-sessions.ts'
import type { NamespaceName } from '../../server/socket/namespaces.ts'
import { encodeReply, type Reply } from '../../server/socket/replies.ts'
import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { Coverage } from './coverage.ts'
import type { Scheduler } from './scheduler.ts'

/** Callbacks of a client's link. */
export interface ClientEnd {
  /** The market refused the handshake. */
  refused(code: string): void
  message(event: string, payload: unknown): void
  /** The link was closed, or never opened. */
  closed(): void
}

/** The market's handler of a new link; throws a HandshakeRefusal. */
export type Accept = (link: Link, namespace: NamespaceName, auth: object) => ClientSession

/** Observes what the market sends, when it sends it. */
export interface Wiretap {
  messageLeaves(link: Link, message: Message): void
  replyLeaves(link: Link, event: string, payload: unknown, reply: Reply): void
  replyLost(): void
  /** How many bytes wait for a client, and how many changes of the market are among them. */
  held(link: Link, bytes: number, changes: number): void
}

interface Frame {
  bytes: number
  isReply: boolean
  isChange: boolean
  arrive(): void
}

export interface NetworkParts {
  scheduler: Scheduler
  random: SeededRandom
  coverage: Coverage
  wiretap: Wiretap
  latencyMsMax: number
}

/** Messages of a connection that are due at the same moment arrive this far apart, in order. */
const inOrderMs = 0.000_1

/** Engine.IO notices a silent client after this long. */
const pingTimeoutMs = 15_000

/** All links between clients and the market, and their faults. */
export class Network {
  readonly parts: NetworkParts
  /** Null while no market listens. */
  accept: Accept | null = null
  readonly links = new Set<Link>()
  #made = 0

  constructor(parts: NetworkParts) {
    this.parts = parts
  }

  /** Connects a client; its callbacks report the outcome. */
  connect(end: ClientEnd, namespace: NamespaceName, auth: object): Link {
    this.#made += 1
    const link = new Link(this, `link-${this.#made}`, end)
    this.links.add(link)
    // As text, like on a wire: the two ends share no objects.
    const sent = JSON.stringify(auth)
    this.parts.scheduler.after(this.latencyMs() * 2, () => this.#reach(link, namespace, JSON.parse(sent)))
    return link
  }

  /** The market's process has ended: what it had queued for its clients is lost. */
  marketEnded(): void {
    this.accept = null
    for (const link of [...this.links]) link.marketEnded()
  }

  latencyMs(): number {
    const { random, latencyMsMax } = this.parts
    return random.fraction() * (random.chance(0.02) ? latencyMsMax * 20 : latencyMsMax)
  }

  #reach(link: Link, namespace: NamespaceName, auth: object): void {
    if (link.isClosed) return
    if (!this.accept) return link.failToConnect()
    try {
      link.opened(this.accept(link, namespace, auth))
    } catch (error) {
      link.refuse(codeOf(error))
    }
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'data' in error) return (error.data as { code: string }).code
  throw error
}

/** One client's connection; the market's side of it is the `Connection` port. */
export class Link implements Connection {
  readonly id: string
  readonly #network: Network
  #end: ClientEnd | null
  #stream: ClientSession | null = null
  #queue: Frame[] = []
  #queuedBytes = 0
  #takenBytes = 0
  #isTaking = false
  #clogged = false
  #marketSideOpen = false
  #arrivesAtClientMs = 0
  #arrivesAtMarketMs = 0

  constructor(network: Network, id: string, end: ClientEnd) {
    this.#network = network
    this.id = id
    this.#end = end
  }

  get isClosed(): boolean {
    return this.#end === null && !this.#marketSideOpen
  }

  /** The client sends an event; `answered` gets the reply if one arrives. */
  emit(event: string, payload: unknown, answered: (reply: Reply) => void): void {
    const { scheduler } = this.#network.parts
    const text = JSON.stringify(payload)
    this.#arrivesAtMarketMs = Math.max(
      this.#arrivesAtMarketMs + inOrderMs,
      scheduler.nowMs + this.#network.latencyMs(),
    )
    scheduler.after(this.#arrivesAtMarketMs - scheduler.nowMs, () => {
      if (!this.#marketSideOpen || !this.#stream) return
      const received: unknown = text === undefined ? undefined : JSON.parse(text)
      this.#stream.receive(event, received, (reply) => {
        this.#network.parts.wiretap.replyLeaves(this, event, received, reply)
        this.#reply(reply, answered)
      })
    })
  }

  /** Called by the market's side to send a message. */
  send(message: Message): void {
    if (!this.#marketSideOpen) return
    this.#network.parts.wiretap.messageLeaves(this, message)
    this.#push({
      bytes: message.json.length + message.event.length,
      isReply: false,
      isChange: message.event === 'market:changed',
      arrive: () => this.#end?.message(message.event, JSON.parse(message.json)),
    })
  }

  deliver(message: Message, another: Message | null): boolean {
    if (this.queued() > 0) return false
    this.send(message)
    if (another) this.send(another)
    return true
  }

  queued(): number {
    return this.#queuedBytes
  }

  /** Bytes that the network has taken since the link opened. */
  taken(): number {
    return this.#takenBytes
  }

  /** Called by the market's side to end the link. */
  close(_reason: string): void {
    this.#network.parts.coverage.count('network: cut off by the market')
    this.cut()
  }

  opened(stream: ClientSession): void {
    this.#stream = stream
    if (!this.#marketSideOpen) this.#endMarketSide('closed while it opened')
  }

  /** Called by the market's side before it sends the first message. */
  open(): void {
    this.#marketSideOpen = true
  }

  refuse(code: string): void {
    const end = this.#end
    this.#forget()
    this.#network.parts.scheduler.after(this.#network.latencyMs(), () => end?.refused(code))
  }

  failToConnect(): void {
    const end = this.#end
    this.#forget()
    end?.closed()
  }

  /** Breaks the connection. The market notices after this delay, and until then receives what was on its way. */
  cut(lingersMs = 0): void {
    const { scheduler } = this.#network.parts
    const end = this.#end
    this.#end = null
    if (end) scheduler.after(this.#network.latencyMs(), () => end.closed())
    if (lingersMs > 0) scheduler.after(lingersMs, () => this.#endMarketSide('transport close'))
    else this.#endMarketSide('transport close')
  }

  /** The client leaves or reconnects, and the market does not notice for a while. */
  halfOpen(): void {
    const { scheduler, coverage } = this.#network.parts
    coverage.count('network: half-open')
    const end = this.#end
    this.#end = null
    this.#clogged = true
    if (end) scheduler.after(this.#network.latencyMs(), () => end.closed())
    scheduler.after(pingTimeoutMs, () => this.#endMarketSide('ping timeout'))
  }

  /** The client stops reading, until it is unclogged. */
  clog(): void {
    if (this.#clogged || this.#end === null) return
    this.#network.parts.coverage.count('network: clogged')
    this.#clogged = true
  }

  unclog(): void {
    if (!this.#clogged || this.#end === null) return
    this.#clogged = false
    this.#take()
  }

  marketEnded(): void {
    this.#stream = null
    this.cut()
  }

  #reply(reply: Reply, answered: (reply: Reply) => void): void {
    if (!this.#marketSideOpen) return this.#network.parts.wiretap.replyLost()
    const text = encodeReply(reply)
    this.#push({
      bytes: text.length,
      isReply: true,
      isChange: false,
      arrive: () => {
        if (this.#end) answered(JSON.parse(text))
        else this.#network.parts.wiretap.replyLost()
      },
    })
  }

  #push(frame: Frame): void {
    this.#queue.push(frame)
    this.#queuedBytes += frame.bytes
    const changes = frame.isChange ? this.#queue.filter(({ isChange }) => isChange).length : 0
    this.#network.parts.wiretap.held(this, this.#queuedBytes, changes)
    this.#take()
  }

  /** One frame after the other goes onto the network, and arrives in that order. */
  #take(): void {
    if (this.#isTaking || this.#clogged || this.#queue.length === 0) return
    this.#isTaking = true
    const { scheduler, random } = this.#network.parts
    scheduler.after(random.fraction() * 0.2, () => {
      this.#isTaking = false
      if (this.#clogged) return
      const frame = this.#queue.shift()
      if (!frame) return
      this.#queuedBytes -= frame.bytes
      this.#takenBytes += frame.bytes
      this.#arrivesAtClientMs = Math.max(
        this.#arrivesAtClientMs + inOrderMs,
        scheduler.nowMs + this.#network.latencyMs(),
      )
      scheduler.after(this.#arrivesAtClientMs - scheduler.nowMs, () => frame.arrive())
      this.#take()
    })
  }

  #endMarketSide(reason: string): void {
    if (!this.#marketSideOpen && !this.#stream) return this.#forget()
    const stream = this.#stream
    this.#marketSideOpen = false
    this.#stream = null
    for (const frame of this.#queue) if (frame.isReply) this.#network.parts.wiretap.replyLost()
    this.#queue = []
    this.#queuedBytes = 0
    stream?.end(reason)
    this.#forget()
  }

  #forget(): void {
    this.#end = null
    this.#network.links.delete(this)
  }
}
