import type { Random } from '../../server/os/clock.ts'
import { Tokens } from '../../server/session/tokens.ts'
import type { SeededRandom } from '../../shared/seeded-random.ts'
import { type ClientParts, type Command, SimulatedClient } from './client.ts'
import { commandsOf, type Rumours } from './commands.ts'
import type { SignedUp } from './judge/effect-judge.ts'
import type { Market } from './market.ts'
import { operatorToken, secret } from './market-config.ts'
import { beginsAt } from './market-process.ts'
import type { Network } from './network.ts'
import type { Scheduler } from './scheduler.ts'
import type { Setting } from './setting.ts'
import { signUp } from './sign-up.ts'

export interface PopulationParts {
  scheduler: Scheduler
  random: SeededRandom
  ids: Random
  setting: Setting
  machine: Market
  network: Network
  /** A guest has an account with a shop now. */
  onSignedUp(answer: SignedUp): void
  /** What all clients share, for example their observer. */
  common: Pick<ClientParts, 'scheduler' | 'network' | 'coverage' | 'witness'>
}

/** Accounts that guests sign in to; several may choose the same. */
const accounts = ['b-account-1', 'b-account-2', 'b-account-3']

const rumoursMax = 30

/** All clients of the market, and what each does next. */
export class Population {
  readonly clients: SimulatedClient[] = []
  readonly #parts: PopulationParts
  readonly #tokens = new Tokens(secret)
  readonly #rumours: Rumours = { commands: [], orderIds: [] }
  readonly #commands: ReturnType<typeof commandsOf>
  /** Buyers with an account and a shop. */
  readonly #shopkeepers = new Set<string>()
  /** Guests who are signing in or up, or did: their other tabs must not do it again. */
  readonly #leaving = new Set<string>()
  #isOver = false

  constructor(parts: PopulationParts) {
    this.#parts = parts
    const { setting, random, ids, scheduler } = parts
    this.#commands = commandsOf({
      random,
      rumours: this.#rumours,
      newId: () => ids.uuid(),
      now: () => Math.floor(beginsAt + scheduler.nowMs),
    })
    for (let number = 1; number <= setting.sellers; number += 1) {
      this.#add(`seller ${number}`, '/seller', 'operator', operatorToken)
    }
    for (let number = 1; number <= setting.buyers; number += 1) this.#addBuyer(number)
    for (let number = 1; number <= setting.boards; number += 1) this.#add(`board ${number}`, '/board', '', '')
    for (const client of this.clients) this.#begin(client)
    this.#probe()
  }

  /** Stops new commands; pending ones continue until their outcome is known. */
  rest(): void {
    this.#isOver = true
  }

  /** Whether all clients have `seq` and know the outcome of all their commands. */
  isQuietAt(seq: number): boolean {
    return this.clients.every(
      ({ isOpen, pending, view }) => isOpen && pending.size === 0 && view?.seq === seq,
    )
  }

  #addBuyer(number: number): void {
    const { random, ids } = this.#parts
    const others = this.clients.filter(({ name }) => name.startsWith('buyer'))
    // A second tab: the same session, another connection.
    const other = others.length > 0 && random.chance(0.25) ? random.pick(others) : null
    const buyerId = other?.buyerId ?? `b-${ids.uuid()}`
    this.#add(`buyer ${number}`, '/', buyerId, other?.token ?? this.#tokenFor(buyerId))
  }

  #add(name: string, namespace: ClientParts['namespace'], buyerId: string, token: string): void {
    const { machine, common, random } = this.#parts
    this.clients.push(
      new SimulatedClient({
        ...common,
        name,
        namespace,
        buyerId,
        token,
        random,
        fetchMarket: () => machine.fetchMarket(namespace === '/seller'),
        marketRun: () => machine.run,
      }),
    )
  }

  #tokenFor(buyerId: string): string {
    const id = `s-${this.#parts.ids.uuid()}`
    const expiresAt = Number.MAX_SAFE_INTEGER
    return this.#tokens.sign({ id, buyerId, account: null, generation: 0, expiresAt })
  }

  #begin(client: SimulatedClient): void {
    this.#parts.scheduler.after(this.#thinkMs(), () => client.connect())
    if (client.parts.namespace !== '/board') this.#goOn(client)
  }

  #thinkMs(): number {
    const { random, setting } = this.#parts
    return -Math.log(1 - random.fraction()) * setting.thinkMs
  }

  #goOn(client: SimulatedClient): void {
    this.#parts.scheduler.after(this.#thinkMs(), () => {
      if (this.#isOver) return
      if (client.isOpen) this.#act(client)
      this.#goOn(client)
    })
  }

  #act(client: SimulatedClient): void {
    const { random } = this.#parts
    const isSeller = client.parts.namespace === '/seller'
    const kinds: { weight: number; act: () => void }[] = [
      { weight: 60, act: () => this.#want(client, 1) },
      { weight: 6, act: () => this.#want(client, 2) },
      { weight: 1, act: () => this.#rush(client) },
      { weight: 5, act: () => this.#stray(client) },
      { weight: 3, act: () => client.ask('order:list', { limit: 20 }) },
      { weight: 1, act: () => client.ask('nothing:known', {}) },
      {
        weight: isSeller ? 0 : 1,
        act: () => client.ask('session:rename', { name: `Ann ${random.integer(1, 9)}` }),
      },
      { weight: isSeller ? 0 : 1, act: () => this.#signIn(client) },
      { weight: isSeller ? 0 : 6, act: () => this.#signUp(client) },
      { weight: isSeller ? 0 : 6, act: () => this.#signOut(client) },
      { weight: 1, act: () => client.reconnect() },
      { weight: 1, act: () => client.reconnect(null) },
    ]
    random.pick(kinds, ({ weight }) => weight).act()
  }

  #want(client: SimulatedClient, copies: number): void {
    const command = this.#commands[client.parts.namespace === '/seller' ? 'seller' : 'buyer'](client)
    if (!command || client.pending.size > 12 || client.pending.has(command.id)) return
    if (copies > 1) this.#parts.common.coverage.count('client: sent twice at once')
    this.#hear(command)
    client.submit(command, copies)
  }

  /** Many purchases at once, as when a shop opens. */
  #rush(client: SimulatedClient): void {
    for (let count = 0; count < 10; count += 1) this.#want(client, 1)
  }

  #stray(client: SimulatedClient): void {
    if (client.settled.length > 0) client.stray(this.#parts.random.pick(client.settled))
  }

  #hear(command: Command): void {
    const { commands, orderIds } = this.#rumours
    commands.push(command)
    if (command.event === 'purchase:create') orderIds.push(command.id)
    if (commands.length > rumoursMax) commands.shift()
    if (orderIds.length > rumoursMax) orderIds.shift()
  }

  /** The account is durable first; the client continues as its owner once the market has it. */
  #signIn(client: SimulatedClient): void {
    const { random, ids, machine, common } = this.#parts
    if (!this.#mayLeave(client)) return
    const [from, to] = [client.buyerId, random.pick(accounts)]
    machine.command(
      ids.uuid(),
      { kind: 'market', id: 'market' },
      { type: 'buyer:merge', from, to },
      (accepted) => {
        if (!accepted) this.#leaving.delete(from)
        if (!accepted || client.buyerId !== from) return
        common.coverage.count('client: signed in')
        client.become(to, this.#tokenFor(to))
      },
    )
  }

  /** Signs a guest up with a shop; the account keeps the orders, and all of the guest's tabs continue as the account. */
  #signUp(client: SimulatedClient): void {
    const { machine, scheduler, common } = this.#parts
    if (!this.#mayLeave(client)) return
    const guestId = client.buyerId
    const { coverage } = common
    signUp({ machine, scheduler, coverage }, client.token, `${guestId}@example.org`, ({ session, token }) => {
      const { buyerId, account } = session
      coverage.count('client: signed up')
      this.#shopkeepers.add(buyerId)
      this.#parts.onSignedUp({ guestId, buyerId, accountId: account! })
      for (const tab of this.clients) if (tab.buyerId === guestId) tab.become(buyerId, token)
    })
  }

  /** Signs out and continues as a new guest, so that sign-ups never end. */
  #signOut(client: SimulatedClient): void {
    if (!this.#shopkeepers.has(client.buyerId) || client.pending.size > 0) return
    const buyerId = `b-${this.#parts.ids.uuid()}`
    client.settled.length = 0
    client.become(buyerId, this.#tokenFor(buyerId))
  }

  /** A guest can sign in to one account only: a second one is refused the guest's orders. */
  #mayLeave({ buyerId }: SimulatedClient): boolean {
    const hasAccount = accounts.includes(buyerId) || this.#shopkeepers.has(buyerId)
    if (hasAccount || this.#leaving.has(buyerId)) return false
    this.#leaving.add(buyerId)
    return true
  }

  /** Sometimes a client without the right connects to `/seller`. */
  #probe(): void {
    const { scheduler, random, network, common } = this.#parts
    scheduler.after(random.integer(5_000, 60_000), () => {
      if (this.#isOver) return
      const token = random.chance(0.5) ? 'forged' : this.#tokenFor('b-nosy')
      const link = network.connect(
        {
          refused: (code) => common.coverage.count(`refusal: ${code}`),
          message: () => link.cut(),
          closed: () => undefined,
        },
        '/seller',
        { token },
      )
      this.#probe()
    })
  }
}
