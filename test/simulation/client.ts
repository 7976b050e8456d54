import type { NamespaceName } from '../../server/socket/namespaces.ts'
import type { Reply } from '../../server/socket/replies.ts'
import { change, type MarketView, reset, viewOf } from '../../shared/market-view.ts'
import type { Order } from '../../shared/protocol/shapes.ts'
import { isTransient } from '../../shared/refusals.ts'
import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { Coverage } from './coverage.ts'
import type { Link, Network } from './network.ts'
import type { Scheduler } from './scheduler.ts'

/** A command that a client sends again until it knows the outcome. */
export interface Command {
  event: string
  id: string
  payload: object
}

interface Pending {
  command: Command
  sendings: number
  /** How many replies there were so far, final or not. */
  answers: number
}

/** Observes everything that a client sends and receives. */
export interface Witness {
  sent(client: SimulatedClient, command: Command): void
  replied(client: SimulatedClient, command: Command, reply: Reply): void
  connected(client: SimulatedClient, link: Link, has: Has): void
  message(client: SimulatedClient, link: Link, event: string, payload: unknown): void
}

export type Has = { epoch: string; seq: number } | null

export interface ClientParts {
  name: string
  namespace: NamespaceName
  buyerId: string
  token: string
  scheduler: Scheduler
  random: SeededRandom
  network: Network
  coverage: Coverage
  witness: Witness
  /** `GET /api/market`, as text; null while no market listens. */
  fetchMarket(): Promise<string | null>
  /** Which run of the market this is. */
  marketRun(): number
}

/** How many orders it remembers. */
const ordersMax = 150

/** How long a client waits for a reply before it sends the command again. */
const impatienceMs = 6_000

/**
 * A client that follows the protocol: it resumes where it was, keeps each command until it knows the outcome, and sends
 * it again with the same id.
 */
export class SimulatedClient {
  readonly parts: ClientParts
  view: MarketView | null = null
  buyerId: string
  readonly orders = new Map<string, Order>()
  readonly pending = new Map<string, Pending>()
  /** Commands with a known outcome; copies may still be on the way. */
  readonly settled: Command[] = []
  #token: string
  #link: Link | null = null
  #isOpen = false
  #hadRun = 0
  #isFirst = true
  #ordersSeq = 0

  constructor(parts: ClientParts) {
    this.parts = parts
    this.#token = parts.token
    this.buyerId = parts.buyerId
  }

  get name(): string {
    return this.parts.name
  }
  get isOpen(): boolean {
    return this.#isOpen
  }
  get link(): Link | null {
    return this.#link
  }
  get token(): string {
    return this.#token
  }

  /** Connects with its token, and tries again until the handshake succeeds. */
  connect(has: Has = this.view && { epoch: this.view.epoch, seq: this.view.seq }): void {
    const { network, namespace, witness } = this.parts
    this.#isFirst = true
    this.#isOpen = false
    const auth = { token: this.#token, protocol: 1, ...has }
    const link: Link = network.connect(
      {
        refused: (code) => this.#refused(link, code),
        message: (event, payload) => this.#message(link, event, payload),
        closed: () => this.#closed(link),
      },
      namespace,
      auth,
    )
    this.#link = link
    witness.connected(this, link, has)
  }

  /** Continues as another session, for example after a sign-in. */
  become(buyerId: string, token: string): void {
    this.buyerId = buyerId
    this.#token = token
    this.orders.clear()
    this.#ordersSeq = 0
    this.reconnect()
  }

  /** Closes its link and opens another. */
  reconnect(has?: Has): void {
    const link = this.#link
    this.#link = null
    link?.cut(this.parts.random.integer(0, 3_000))
    this.connect(has)
  }

  /** Sends a command, and keeps it until its outcome is known. */
  submit(command: Command, copies = 1): void {
    const pending: Pending = { command, sendings: 0, answers: 0 }
    this.pending.set(command.id, pending)
    for (let copy = 0; copy < copies; copy += 1) this.#send(pending)
  }

  /** Sends a copy of a settled command, as a network may deliver one late. */
  stray(command: Command): void {
    if (!this.#isOpen) return
    this.parts.witness.sent(this, command)
    this.#link?.emit(command.event, { id: command.id, ...command.payload }, (reply) =>
      this.parts.witness.replied(this, command, reply),
    )
  }

  /** Sends a query. */
  ask(event: string, payload: object): void {
    if (this.#isOpen) this.#link?.emit(event, payload, (reply) => this.#countRefusal(reply))
  }

  #send(pending: Pending): void {
    const { witness, coverage, scheduler } = this.parts
    const { command } = pending
    const link = this.#link
    if (!this.#isOpen || !link) return
    pending.sendings += 1
    if (pending.sendings > 1) coverage.count('client: sent again')
    witness.sent(this, command)
    link.emit(command.event, { id: command.id, ...command.payload }, (reply) => this.#replied(pending, reply))
    scheduler.after(impatienceMs, () => {
      if (this.pending.get(command.id) === pending && this.#link === link) this.#send(pending)
    })
  }

  #replied(pending: Pending, reply: Reply): void {
    const { witness, coverage, scheduler, random } = this.parts
    const { command } = pending
    this.#countRefusal(reply)
    pending.answers += 1
    witness.replied(this, command, reply)
    if (reply.ok && pending.answers > 1) coverage.count('client: outcome of a repeat was the first one')
    if (this.pending.get(command.id) !== pending) return
    if (!reply.ok && isTransient(reply.error.code)) {
      return void scheduler.after(random.integer(100, 2_000), () => {
        if (this.pending.get(command.id) === pending) this.#send(pending)
      })
    }
    this.pending.delete(command.id)
    this.settled.push(command)
    if (this.settled.length > 50) this.settled.shift()
    if (reply.ok && 'order' in reply) this.#keep(reply.order as Order)
  }

  #countRefusal(reply: Reply): void {
    if (!reply.ok) this.parts.coverage.count(`refusal: ${reply.error.code}`)
  }

  #message(link: Link, event: string, payload: unknown): void {
    if (link !== this.#link) return
    this.parts.witness.message(this, link, event, payload)
    switch (event) {
      case 'session:opened':
        return this.#opened(payload as { token?: string })
      case 'market:reset':
      case 'market:changed':
        return this.#follow(event, payload as never)
      case 'order:changed':
        return this.#keep((payload as { order: Order }).order)
    }
  }

  #opened({ token }: { token?: string }): void {
    if (token) this.#token = token
    this.#isOpen = true
    for (const pending of [...this.pending.values()]) this.#send(pending)
    if (this.parts.namespace !== '/board') this.#askOrders()
  }

  #follow(event: 'market:reset' | 'market:changed', payload: never): void {
    const { coverage, marketRun } = this.parts
    const step = event === 'market:reset' ? reset(payload) : change(this.view, payload)
    if (this.#isFirst) {
      this.#isFirst = false
      this.#countStart(event)
    }
    this.#hadRun = marketRun()
    switch (step.kind) {
      case 'applied':
        if (event === 'market:changed' && step.view.seq - (payload as { from: number }).from > 1) {
          coverage.count('client: changes merged')
        }
        this.view = step.view
        return
      case 'gap':
        return this.reconnect(null)
      case 'fetch':
        return void this.#fetch()
      case 'ignored':
        return
    }
  }

  #countStart(event: 'market:reset' | 'market:changed'): void {
    const { coverage, marketRun } = this.parts
    if (event === 'market:reset') return coverage.count('client: reset')
    coverage.count('client: resumed by changes')
    if (this.#hadRun !== marketRun()) coverage.count('client: resumed by changes after a restart')
  }

  async #fetch(): Promise<void> {
    const { coverage, fetchMarket, scheduler } = this.parts
    const link = this.#link
    const text = await fetchMarket()
    if (link !== this.#link) return
    if (text === null) return void scheduler.after(500, () => this.#link === link && this.reconnect(null))
    coverage.count('client: fetched the market')
    this.view = viewOf(JSON.parse(text))
    this.reconnect()
  }

  /** Requests all orders that changed since the last complete list, page by page. */
  #askOrders(): void {
    const link = this.#link
    link?.emit('order:list', { changedAfter: this.#ordersSeq, limit: 100 }, (reply) => {
      this.#countRefusal(reply)
      if (link !== this.#link) return
      if (!reply.ok)
        return void this.parts.scheduler.after(1_000, () => link === this.#link && this.#askOrders())
      const orders = reply.orders as Order[]
      for (const order of orders) {
        this.#keep(order)
        this.#ordersSeq = Math.max(this.#ordersSeq, order.changedSeq)
      }
      if (reply.next !== null) this.#askOrders()
    })
  }

  #keep(order: Order): void {
    const known = this.orders.get(order.id)
    if (!known || known.changedSeq <= order.changedSeq) this.orders.set(order.id, order)
    if (this.orders.size > ordersMax) this.orders.delete(this.orders.keys().next().value!)
  }

  #closed(link: Link): void {
    if (link !== this.#link) return
    this.#isOpen = false
    const { scheduler, random } = this.parts
    scheduler.after(random.integer(50, 1_500), () => link === this.#link && this.connect())
  }

  #refused(link: Link, code: string): void {
    this.parts.coverage.count(`refusal: ${code}`)
    this.#closed(link)
  }
}
