import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { PacketMeter } from './packet-meter.ts'
import { Place, WindowCounter } from './window-counter.ts'

export interface RateBounds {
  commandsPerSessionPerSecond: number
  /** A query costs one point, and one more for each 50 lines of its answer. */
  queryPointsPerSessionPerSecond: number
  queryPointsPerAddressPerSecond: number
  /** Of a program that brings the operator's own token, per connection. */
  eventsPerOperatorPerSecond: number
  eventsPerAddressPerSecond: number
  /** Beyond so many within a second, refusing one by one would cost others their time. */
  eventsPerSessionBeforeCutOff: number
  packetsPerConnectionPerSecond: number
  connectionsPerAddressPerTenSeconds: number
  failedSignInsPerAddressPerMinute: number
  failedSignInsPerAccountPerTenMinutes: number
  signUpsPerAddressPerMinute: number
  transfersPerAddressPerMinute: number
  wrongTokensPerAddressPerMinute: number
}

/** Who asks. */
export interface Asker {
  session: { id: string; isOperatorProgram: boolean }
  address: string
  connectionId: string
  /** Where its commands are counted; null until it sends one. */
  commandsAt: { ofSession: Place; ofAddress: Place } | null
}

const linesPerPoint = 50

/**
 * How much one session and one address may ask for. An address may stand for a thousand honest buyers behind
 * one router, so its bounds are wide; a session's are one person's. Keys expire, so the memory is bounded by
 * what came in the last window. Events are counted at once, without a promise and a timer each: there are too
 * many of them for the library that counts all else.
 */
export class RateLimits {
  readonly #on: boolean
  readonly #now: () => number
  readonly #packetsMax: number
  readonly #cutOffAt: number
  readonly #commands: WindowCounter
  readonly #queries: WindowCounter
  readonly #queriesOfAddress: WindowCounter
  readonly #operators: WindowCounter
  readonly #events: WindowCounter
  readonly #connections: RateLimiterMemory
  readonly #failedOfAddress: RateLimiterMemory
  readonly #failedOfAccount: RateLimiterMemory
  readonly #signUps: RateLimiterMemory
  readonly #transfers: RateLimiterMemory
  readonly #wrongTokens: RateLimiterMemory

  /** `now` is monotonic, in ms. */
  constructor(on: boolean, bounds: RateBounds, now: () => number) {
    this.#on = on
    this.#packetsMax = bounds.packetsPerConnectionPerSecond
    this.#cutOffAt = bounds.eventsPerSessionBeforeCutOff
    const perSecond = (points: number): WindowCounter => new WindowCounter(points, 1_000)
    this.#now = now
    this.#commands = perSecond(bounds.commandsPerSessionPerSecond)
    this.#queries = perSecond(bounds.queryPointsPerSessionPerSecond)
    this.#queriesOfAddress = perSecond(bounds.queryPointsPerAddressPerSecond)
    this.#operators = perSecond(bounds.eventsPerOperatorPerSecond)
    this.#events = perSecond(bounds.eventsPerAddressPerSecond)
    this.#connections = new RateLimiterMemory({
      points: bounds.connectionsPerAddressPerTenSeconds,
      duration: 10,
    })
    this.#wrongTokens = new RateLimiterMemory({ points: bounds.wrongTokensPerAddressPerMinute, duration: 60 })
    this.#failedOfAddress = new RateLimiterMemory({
      points: bounds.failedSignInsPerAddressPerMinute,
      duration: 60,
    })
    this.#failedOfAccount = new RateLimiterMemory({
      points: bounds.failedSignInsPerAccountPerTenMinutes,
      duration: 600,
    })
    this.#transfers = new RateLimiterMemory({ points: bounds.transfersPerAddressPerMinute, duration: 60 })
    this.#signUps = new RateLimiterMemory({ points: bounds.signUpsPerAddressPerMinute, duration: 60 })
  }

  /** Counts the packets of one connection. */
  packetMeter(): PacketMeter {
    return new PacketMeter(this.#on ? this.#packetsMax : Number.POSITIVE_INFINITY, this.#now)
  }

  /** Null when the event may pass, else for how many ms it may not. */
  takeEvent(asker: Asker, kind: 'command' | 'query'): number | null {
    if (!this.#on) return null
    const { session, address } = asker
    const now = this.#now()
    if (session.isOperatorProgram) return this.#operators.take(asker.connectionId, now)
    if (kind === 'query')
      return this.#queries.take(session.id, now) ?? this.#queriesOfAddress.take(address, now)
    asker.commandsAt ??= { ofSession: new Place(session.id), ofAddress: new Place(address) }
    const { ofSession, ofAddress } = asker.commandsAt
    return this.#commands.takeAt(ofSession, now) ?? this.#events.takeAt(ofAddress, now)
  }

  /** Does this session ask so much that its connections are to be cut off? To be asked after a refusal. */
  isFlood({ session }: Asker): boolean {
    if (!this.#on || session.isOperatorProgram) return false
    const now = this.#now()
    return [this.#commands, this.#queries].some((counts) => counts.pointsOf(session.id, now) > this.#cutOffAt)
  }

  /** Counts what an answer to a query cost, so that the next ones wait for it. */
  charge({ session, address }: Asker, lines: number): void {
    const points = Math.floor(lines / linesPerPoint)
    if (!this.#on || points === 0 || session.isOperatorProgram) return
    this.#queries.add(session.id, this.#now(), points)
    this.#queriesOfAddress.add(address, this.#now(), points)
  }

  /** The same for a new connection of an address. */
  async takeConnection(address: string): Promise<number | null> {
    return this.#on ? take(this.#connections, address) : null
  }

  /**
   * The same for bringing a token, of which only wrong ones count: an address that guesses is answered nothing
   * more for a while, right or wrong.
   */
  async takeToken(address: string, isRight: boolean): Promise<number | null> {
    if (!this.#on) return null
    const wait = await leftUntil(this.#wrongTokens, address)
    if (wait === null && !isRight) await this.#wrongTokens.penalty(address, 1)
    return wait
  }

  /** The same for trying a password, of which failures alone count: by whoever it is tried on, and from where. */
  async waitForSignIn(address: string, account: string): Promise<number | null> {
    if (!this.#on) return null
    return (await leftUntil(this.#failedOfAccount, account)) ?? leftUntil(this.#failedOfAddress, address)
  }

  async signInFailed(address: string, account: string): Promise<void> {
    await this.#failedOfAddress.penalty(address, 1)
    await this.#failedOfAccount.penalty(account, 1)
  }

  /** The same for what keeps something for an address' sake: signing up, and guests who sign out. */
  async takeSignUp(address: string): Promise<number | null> {
    return this.#on ? take(this.#signUps, address) : null
  }

  /** The same for files that come or go: pictures, imports, exports; the larger the more points. */
  async takeTransfer(address: string, points: number): Promise<number | null> {
    return this.#on ? take(this.#transfers, address, points) : null
  }
}

/** For how many ms nothing is left to a key; null while there is. Takes nothing. */
async function leftUntil(limiter: RateLimiterMemory, key: string): Promise<number | null> {
  const taken = await limiter.get(key)
  return taken && taken.remainingPoints <= 0 ? Math.max(1, Math.ceil(taken.msBeforeNext)) : null
}

async function take(limiter: RateLimiterMemory, key: string, points = 1): Promise<number | null> {
  try {
    await limiter.consume(key, points)
    return null
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext))
    throw error
  }
}
