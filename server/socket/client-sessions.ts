import type { Logger } from 'pino'
import { roleMay } from '../../shared/catalog/staff.ts'
import type { SessionOpened } from '../../shared/protocol/server-messages.ts'
import { PROTOCOL } from '../../shared/protocol/version.ts'
import type { BrandNotifier } from '../brand/brand-notifier.ts'
import { everybody, operator, sellerOf } from '../broadcast/audience.ts'
import type { Broadcaster } from '../broadcast/broadcaster.ts'
import type { Connection } from '../broadcast/connection.ts'
import { Message } from '../broadcast/messages.ts'
import type { SubscriptionRequest } from '../broadcast/subscription.ts'
import { addressGroup } from '../edge/address-group.ts'
import { type OutputBudget, unlimitedOutput } from '../edge/output-rates.ts'
import type { Clock } from '../os/clock.ts'
import type { AccountStore } from '../session/account-store.ts'
import type { Sessions } from '../session/sessions.ts'
import type { Session } from '../session/tokens.ts'
import type { StatsNotifier } from '../stats/stats-notifier.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { Identity } from './identity.ts'
import type { NamespaceName } from './namespaces.ts'
import type { Reply } from './replies.ts'
import { QueryTurns, type Sender } from './sender.ts'

export interface ClientSessionsDependencies {
  sessions: Sessions
  accounts: Pick<AccountStore, 'onJobsChanged'>
  dispatcher: Dispatcher
  broadcaster: Broadcaster
  statsNotifier: StatsNotifier
  brandNotifier: BrandNotifier
  logger: Logger
  build: string
  clock: Clock
  bounds: { unsentBytesMax: number; streamsPerSessionMax: number }
}

/** A transport's view of an open connection. */
export interface ClientSession {
  /** Whether the event exists. Unknown events are answered too. */
  knows(event: string): boolean
  /** Handles a client's event; `acknowledge` is null for a client that wants no reply. */
  receive(event: string, payload: unknown, acknowledge: ((reply: Reply) => void) | null): void
  /** The connection has ended. */
  end(reason: string): void
}

/** One namespace of one client while it is connected, by Socket.IO or by the simulation. */
export class ClientSessions {
  readonly #dependencies: ClientSessionsDependencies
  /** The connections of each session, to be closed when it ends. */
  readonly #ofSession = new Map<string, Set<Connection>>()
  /** The seller's connections of each account. */
  readonly #sellers = new Map<string, Set<Connection>>()

  constructor(dependencies: ClientSessionsDependencies) {
    this.#dependencies = dependencies
    dependencies.sessions.onEnded((sessionId) => this.#closeAll(sessionId))
    dependencies.accounts.onJobsChanged((accountId) => this.#jobsChanged(accountId))
  }

  /** Sends a connection its identity, and brings it up to date. */
  open(
    connection: Connection,
    name: NamespaceName,
    identity: Identity,
    address: string,
    output: OutputBudget = unlimitedOutput,
  ): ClientSession {
    const { broadcaster, statsNotifier, brandNotifier, sessions, logger } = this.#dependencies
    const about = { address, namespace: name, session: identity.session.id, connection: connection.id }
    logger.info(about, 'connected')
    connection.send(new Message('session:opened', JSON.stringify(this.#opening(identity))))
    const { session, watch, has } = identity
    broadcaster.join(connection, { ...streamsOf(name, session, sessions), watch, has }, output)
    brandNotifier.join(connection)
    if (name === '/seller') statsNotifier.join(connection, shopOfFigures(sessions, session))
    if (name === '/seller' && session.account !== null) this.#sellersOf(session.account).add(connection)
    this.#note(session, connection)
    const sender: Sender = {
      connectionId: connection.id,
      session,
      address: addressGroup(address),
      queued: () => connection.queued(),
      cutOff: (reason) => connection.close(reason),
      queries: new QueryTurns(),
      output,
      commandsAt: null,
    }
    return {
      knows: (event) => this.#dependencies.dispatcher.knows(name, event),
      receive: (event, payload, acknowledge) => {
        // A client that sends and does not read is cut off at once, not at the next check.
        if (connection.queued() > this.#dependencies.bounds.unsentBytesMax) {
          return connection.close('reads too slowly')
        }
        // A client that wants no reply gets its orders like the buyer's other connections.
        const from = acknowledge ? sender : { ...sender, connectionId: `${sender.connectionId} unasked` }
        this.#dependencies.dispatcher.dispatch(name, from, event, payload, acknowledge ?? toNobody)
      },
      end: (reason) => {
        broadcaster.leave(connection.id)
        statsNotifier.leave(connection.id)
        brandNotifier.leave(connection)
        this.#forget(session, connection)
        logger.info({ ...about, reason }, 'disconnected')
      },
    }
  }

  /** Closes the oldest connections of a session that has too many. */
  #note({ id, isOperatorProgram }: Session, connection: Connection): void {
    const others = this.#ofSession.get(id)
    if (!others) return void this.#ofSession.set(id, new Set([connection]))
    others.add(connection)
    const [oldest] = others
    if (others.size > this.#dependencies.bounds.streamsPerSessionMax && !isOperatorProgram)
      oldest?.close('too many connections of one session')
  }

  #forget({ id, account }: Session, connection: Connection): void {
    const others = this.#ofSession.get(id)
    others?.delete(connection)
    if (others?.size === 0) this.#ofSession.delete(id)
    const sellers = account === null ? undefined : this.#sellers.get(account)
    sellers?.delete(connection)
    if (sellers?.size === 0) this.#sellers.delete(account!)
  }

  #sellersOf(account: string): Set<Connection> {
    const connections = this.#sellers.get(account) ?? new Set()
    this.#sellers.set(account, connections)
    return connections
  }

  /** What these connections are sent was decided when they opened: they come back as what they are now, if at all. */
  #jobsChanged(accountId: string): void {
    for (const connection of [...(this.#sellers.get(accountId) ?? [])]) connection.close('another role')
  }

  /** The session ended, so its connections have no identity any more. */
  #closeAll(sessionId: string): void {
    for (const connection of [...(this.#ofSession.get(sessionId) ?? [])]) connection.close('session ended')
  }

  #opening({ session, token, handle }: Identity): SessionOpened {
    const { sessions, build, clock } = this.#dependencies
    return {
      session: sessions.show(session),
      protocol: PROTOCOL,
      build,
      serverTime: clock.now(),
      ...(token === null ? {} : { token }),
      ...(handle === null ? {} : { handle }),
    }
  }
}

/** Used as `acknowledge` for clients that want no reply. */
const toNobody = (): void => {}

/** The streams of a namespace. */
function streamsOf(
  name: NamespaceName,
  session: Session,
  sessions: Sessions,
): Pick<SubscriptionRequest, 'audience' | 'orders' | 'sales'> {
  if (name === '/board') return { audience: everybody, orders: { kind: 'none' }, sales: true }
  if (name === '/')
    return { audience: everybody, orders: { kind: 'buyer', buyerId: session.buyerId }, sales: false }
  // All shops for the operator; those where they work for everybody else.
  if (sessions.roleOf(session) === 'operator')
    return { audience: operator, orders: { kind: 'all' }, sales: false }
  const shopIds = sessions.jobsOf(session).map(({ shopId }) => shopId)
  return { audience: sellerOf(...shopIds), orders: { kind: 'shops', shopIds }, sales: false }
}

/** The first shop whose figures somebody may see, which they are sent until they ask for another's; 0 for none. */
const shopOfFigures = (sessions: Sessions, session: Session): number =>
  sessions.jobsOf(session).find(({ role }) => roleMay(role, 'figures'))?.shopId ?? 0
