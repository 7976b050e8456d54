import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { marketJournal, waitForLock } from '../../../server/postgres/locks.ts'
import { atEnd } from './leftovers.ts'

/**
 * Where a node's turn to append is interrupted: before the node learns that it has the turn, before its group is
 * inserted, before its COMMIT or ROLLBACK reaches the database, and before it is told that the COMMIT took place.
 */
export type Point = 'turn' | 'insert' | 'commit' | 'rollback' | 'commit reply'

/** What happens to the message at that point: it goes on, its connection ends, or the network brings half of it and is silent. */
export type Fate = 'forward' | 'cut' | 'half'

/** Stands between a node and its database, and can cut connections at chosen points, or fall silent. */
export class DatabaseProxy {
  readonly #database: URL
  readonly #server: Server
  readonly #links = new Set<Link>()
  readonly #plans = new Map<Point, () => Fate>()
  #isSilent = false

  /** Opens one before a database, and closes it after the test. */
  static async open(databaseUrl: string): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(new URL(databaseUrl))
    await new Promise<void>((listens) => proxy.#server.listen(0, '127.0.0.1', listens))
    atEnd(() => proxy.close())
    return proxy
  }

  private constructor(database: URL) {
    this.#database = database
    this.#server = createServer({ pauseOnConnect: true }, (node) => this.#take(node))
  }

  /** Of the same database, through this proxy. */
  get url(): string {
    const url = new URL(this.#database)
    url.port = String((this.#server.address() as AddressInfo).port)
    return url.href
  }

  /** Has `decide` called once, when the next connection is at the point. */
  once(point: Point, decide: () => Fate): void {
    this.#plans.set(point, decide)
  }

  /** No byte passes in either direction, and no connection ends, as with a network that drops all packets. */
  silence(): void {
    this.#isSilent = true
    for (const link of this.#links) link.pause()
  }

  /** What was held back is delivered late. */
  heal(): void {
    this.#isSilent = false
    for (const link of this.#links) link.resume()
  }

  /** Ends all connections, and refuses new ones. */
  async close(): Promise<void> {
    for (const link of this.#links) link.end()
    await new Promise((closed) => this.#server.close(closed))
  }

  #take(node: Socket): void {
    const { hostname, port } = this.#database
    const link = new Link(node, connect(Number(port), hostname), (point) => this.#fate(point))
    this.#links.add(link)
    node.once('close', () => this.#links.delete(link))
    if (this.#isSilent) link.pause()
    else link.resume()
  }

  #fate(point: Point): Fate {
    const decide = this.#plans.get(point)
    this.#plans.delete(point)
    return decide?.() ?? 'forward'
  }
}

/** One connection, with its messages in both directions. */
class Link {
  readonly #node: Socket
  readonly #database: Socket
  readonly #fate: (point: Point) => Fate
  /** Which step of a turn the node has sent. */
  #step: 'begin' | 'insert' | null = null
  #isPaused = false
  /** What was being forwarded when the link was paused. */
  readonly #held: (() => void)[] = []

  constructor(node: Socket, database: Socket, fate: (point: Point) => Fate) {
    this.#node = node
    this.#database = database
    this.#fate = fate
    for (const socket of [node, database]) {
      socket.setNoDelay(true)
      socket.on('error', () => this.end())
      socket.on('close', () => this.end())
    }
    this.#forward(node, database, new Messages(true), (type, body) => this.#pointOfNode(type, body))
    this.#forward(database, node, new Messages(false), (type, body) => this.#pointOfDatabase(type, body))
    this.pause()
  }

  pause(): void {
    this.#isPaused = true
    this.#node.pause()
    this.#database.pause()
  }

  resume(): void {
    this.#isPaused = false
    for (const send of this.#held.splice(0)) send()
    this.#node.resume()
    this.#database.resume()
  }

  end(): void {
    this.#node.destroy()
    this.#database.destroy()
  }

  #forward(
    from: Socket,
    to: Socket,
    messages: Messages,
    pointOf: (type: string, body: Buffer) => Point | null,
  ): void {
    from.on('data', (chunk) => {
      for (const { type, body, whole } of messages.take(chunk)) {
        const point = pointOf(type, body)
        const fate = point ? this.#fate(point) : 'forward'
        if (fate === 'cut') return this.end()
        const sentLength = fate === 'half' ? Math.floor(whole.length / 2) : 0
        this.#send(to, whole.subarray(0, sentLength))
        if (fate === 'half') this.pause()
        this.#send(to, whole.subarray(sentLength))
      }
    })
  }

  #send(to: Socket, bytes: Buffer): void {
    if (this.#isPaused) this.#held.push(() => to.write(bytes))
    else to.write(bytes)
  }

  #pointOfNode(type: string, body: Buffer): Point | null {
    if (type === 'Q' && body.includes(waitForLock(marketJournal))) this.#step = 'begin'
    if (type === 'B' && body.subarray(0, 64).includes('souk_append')) {
      this.#step = 'insert'
      return 'insert'
    }
    if (type === 'Q' && body.equals(rollbackStatement)) return 'rollback'
    return type === 'Q' && this.#step === 'insert' && body.equals(commitStatement) ? 'commit' : null
  }

  #pointOfDatabase(type: string, body: Buffer): Point | null {
    const isTurn = type === 'Z' && this.#step === 'begin' && body.toString() === 'T'
    const isCommitted = type === 'C' && this.#step === 'insert' && body.equals(commitTag)
    if (isTurn || isCommitted) this.#step = null
    if (isTurn) return 'turn'
    return isCommitted ? 'commit reply' : null
  }
}

const commitStatement = Buffer.from('commit\0')
const rollbackStatement = Buffer.from('rollback\0')
const commitTag = Buffer.from('COMMIT\0')

/** Splits a stream of PostgreSQL's protocol into messages: a type, a length that counts itself, a body. */
class Messages {
  /** The first message of a client has no type. */
  #isUntyped: boolean
  #rest: Buffer = Buffer.alloc(0)

  constructor(isUntyped: boolean) {
    this.#isUntyped = isUntyped
  }

  *take(chunk: Buffer): Generator<{ type: string; body: Buffer; whole: Buffer }> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    for (;;) {
      const typeLength = this.#isUntyped ? 0 : 1
      if (this.#rest.length < typeLength + 4) return
      const end = typeLength + this.#rest.readUInt32BE(typeLength)
      if (this.#rest.length < end) return
      const whole = this.#rest.subarray(0, end)
      this.#rest = this.#rest.subarray(end)
      this.#isUntyped = false
      yield { type: whole.toString('latin1', 0, typeLength), body: whole.subarray(typeLength + 4), whole }
    }
  }
}
