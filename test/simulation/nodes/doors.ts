import type { SeededRandom } from '../../../shared/seeded-random.ts'
import type { MarketPort } from '../machine.ts'
import type { Accept, Link, Network } from '../network.ts'

/** Sends each client to a node that takes clients, as a balancer does. */
export class Doors {
  readonly #network: Network
  readonly #random: SeededRandom
  readonly #doors: Door[] = []
  readonly #doorOf = new WeakMap<Link, Door>()

  constructor(network: Network, random: SeededRandom) {
    this.#network = network
    this.#random = random
  }

  add(): Door {
    const door: Door = new Door({
      network: this.#network,
      linksOf: () => [...this.#network.links].filter((link) => this.#doorOf.get(link) === door),
      onChange: () => this.#update(),
    })
    this.#doors.push(door)
    return door
  }

  /** Which node a client is connected to. */
  indexOf(link: Link): number {
    const door = this.#doorOf.get(link)
    return door ? this.#doors.indexOf(door) : -1
  }

  #update(): void {
    const open = this.#doors.filter(({ accept, isShut }) => accept && !isShut)
    if (open.length === 0) {
      this.#network.accept = null
      return
    }
    this.#network.accept = (link, namespace, auth) => {
      const door = this.#random.pick(open)
      this.#doorOf.set(link, door)
      return door.accept!(link, namespace, auth)
    }
  }
}

interface DoorParts {
  network: Network
  linksOf(): Link[]
  onChange(): void
}

/** One node's part of the network. */
export class Door implements MarketPort {
  readonly #parts: DoorParts
  #accept: Accept | null = null
  #isShut = false

  constructor(parts: DoorParts) {
    this.#parts = parts
  }

  get accept(): Accept | null {
    return this.#accept
  }
  set accept(accept: Accept | null) {
    this.#accept = accept
    this.#parts.onChange()
  }

  /** Whether new clients are kept away, since it does not answer. */
  get isShut(): boolean {
    return this.#isShut
  }
  set isShut(isShut: boolean) {
    this.#isShut = isShut
    this.#parts.onChange()
  }

  get links(): Link[] {
    return this.#parts.linksOf()
  }

  marketEnded(): void {
    this.#isShut = false
    this.accept = null
    for (const link of this.links) link.marketEnded()
  }

  latencyMs(): number {
    return this.#parts.network.latencyMs()
  }
}
