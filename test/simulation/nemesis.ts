import type { SeededRandom } from '../../shared/seeded-random.ts'
import { type Coverage, crashPoints } from './coverage.ts'
import type { SimulatedDisk } from './disk.ts'
import type { DiskFaults } from './disk-faults.ts'
import { LinkFaults } from './link-faults.ts'
import type { Machine } from './machine.ts'
import type { Network } from './network.ts'
import type { Scheduler } from './scheduler.ts'
import type { Setting } from './setting.ts'

export interface NemesisParts {
  scheduler: Scheduler
  random: SeededRandom
  setting: Setting
  coverage: Coverage
  machine: Machine
  disk: SimulatedDisk
  faults: DiskFaults
  network: Network
  onTold(line: string): void
}

const spaceForAllBytes = Number.MAX_SAFE_INTEGER

/** Injects faults, one after the other and several at once, until it is stopped. */
export class Nemesis {
  readonly #parts: NemesisParts
  readonly #links: LinkFaults
  #isOver = false
  /** The next crash point: they take turns, so that each happens. */
  #point: number

  constructor(parts: NemesisParts) {
    this.#parts = parts
    this.#links = new LinkFaults(parts)
    this.#point = parts.random.integer(0, crashPoints.length - 1)
    this.#next()
    this.#keepAlive()
  }

  /** Repairs everything; the market starts again and keeps running. */
  heal(): void {
    const { disk, faults } = this.#parts
    this.#isOver = true
    faults.armed = null
    faults.shortWrites = 0
    faults.slowness = 1
    disk.spaceBytesMax = spaceForAllBytes
    this.#links.heal()
  }

  /** Crashes the next start somewhere in the middle, or else a later one. */
  crashTheStart(): void {
    const { random, faults } = this.#parts
    const operation = random.pick(['read', 'write', 'sync', 'remove', 'syncFolder'] as const)
    faults.armed = {
      kind: 'crash',
      point: `crash: start, ${operation}, ${random.pick(['before', 'after'])}`,
      crash: random.chance(0.7) ? 'power' : 'kill',
      callsBefore: random.integer(0, 12),
    }
  }

  #next(): void {
    const { scheduler, random, setting } = this.#parts
    scheduler.after(-Math.log(1 - random.fraction()) * setting.faultIntervalMs, () => {
      if (this.#isOver) return
      this.#strike()
      this.#next()
    })
  }

  /** Restarts the market some time after it ended, as an operator would. */
  #keepAlive(): void {
    const { scheduler, random, machine } = this.#parts
    scheduler.after(random.integer(20, 1_500), () => {
      machine.start()
      this.#keepAlive()
    })
  }

  #strike(): void {
    const { random, onTold } = this.#parts
    const kinds: { name: string; weight: number; strike: () => void }[] = [
      { name: 'kill', weight: 3, strike: () => this.#parts.machine.kill() },
      { name: 'power loss', weight: 3, strike: () => this.#losePower() },
      { name: 'SIGTERM', weight: 2, strike: () => this.#parts.machine.stop() },
      { name: 'crash at a call', weight: 16, strike: () => this.#armCrash() },
      { name: 'a call fails', weight: 4, strike: () => this.#armError() },
      { name: 'full disk', weight: 3, strike: () => this.#fillDisk() },
      { name: 'short writes', weight: 2, strike: () => this.#shortenWrites() },
      { name: 'slow disk', weight: 2, strike: () => this.#slowDisk() },
      { name: 'bit rot', weight: 2, strike: () => this.#rot() },
      { name: 'clock jump', weight: 3, strike: () => this.#jump() },
      { name: 'links cut', weight: 6, strike: () => this.#links.cutSome() },
      { name: 'links half-open', weight: 3, strike: () => this.#links.halfOpenSome() },
      { name: 'links clogged', weight: 8, strike: () => this.#links.clogSome() },
    ]
    const { name, strike } = random.pick(kinds, ({ weight }) => weight)
    onTold(`fault: ${name}`)
    strike()
  }

  #losePower(): void {
    const { machine } = this.#parts
    if (machine.isUp || machine.isStarting) machine.losePower()
  }

  #armCrash(): void {
    const { random, faults, machine } = this.#parts
    this.#point = (this.#point + 1) % crashPoints.length
    const point = crashPoints[this.#point]!
    // A start makes several calls of a kind: a copy is written before anything is replaced, for example.
    const callsBefore = point.startsWith('crash: start') ? random.integer(0, 2) : 0
    faults.armed = { kind: 'crash', point, crash: random.chance(0.7) ? 'power' : 'kill', callsBefore }
    // There must be a start for it to crash.
    if (point.startsWith('crash: start')) machine.kill()
  }

  #armError(): void {
    const { random, faults } = this.#parts
    faults.armed = { kind: 'error', operation: random.pick(['write', 'sync', 'sync'] as const), code: 'EIO' }
  }

  /** Somewhere before the last group, since damage there looks like a torn tail. */
  #rot(): void {
    const { random, machine, disk } = this.#parts
    const segments = disk.paths().filter((path) => /\/journal-\d+\.jsonl$/.test(path))
    if (!machine.isUp || segments.length === 0) return
    const path = random.pick(segments)
    const text = disk.currentContent(path).toString('utf8')
    const isLast = path === segments.at(-1)
    const end = isLast ? lastGroupOffset(text) : text.length
    if (end > 0) machine.rot({ path, offset: random.integer(0, end - 1), bit: random.integer(0, 7) })
  }

  #fillDisk(): void {
    const { scheduler, random, disk, coverage } = this.#parts
    coverage.count('disk: full')
    disk.spaceBytesMax = disk.usedBytes + random.integer(0, 3_000)
    scheduler.after(random.integer(300, 5_000), () => {
      disk.spaceBytesMax = spaceForAllBytes
    })
  }

  #shortenWrites(): void {
    const { scheduler, random, faults } = this.#parts
    faults.shortWrites = 0.3
    scheduler.after(random.integer(1_000, 10_000), () => {
      faults.shortWrites = 0
    })
  }

  #slowDisk(): void {
    const { scheduler, random, faults } = this.#parts
    faults.slowness = random.integer(5, 60)
    scheduler.after(random.integer(1_000, 5_000), () => {
      faults.slowness = 1
    })
  }

  #jump(): void {
    const { random, machine, coverage } = this.#parts
    const jumpMs = random.integer(-3_600_000, 3_600_000)
    coverage.count(jumpMs < 0 ? 'clock: jumped back' : 'clock: jumped forward')
    machine.wall.offsetMs += jumpMs
  }
}

/** Where the last group of a journal's file begins; 0 if it is the only one, since the header is written with it. */
function lastGroupOffset(text: string): number {
  const group = /,"group":(\d+),"sum":"[0-9a-f]{8}"\}\n$/.exec(text)?.[1]
  if (group === undefined) return 0
  // The header of a file with one group belongs to that group too.
  return text.lastIndexOf('\n', text.indexOf(`,"group":${group},"sum":`)) + 1
}
