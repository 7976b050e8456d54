import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { DiskImage, OverwriteRule } from './disk-image.ts'

/** A name added or removed, not yet made durable by a sync of the folder. */
type NameChange =
  | { kind: 'give'; name: string; image: DiskImage }
  | { kind: 'take'; name: string }
  | { kind: 'rename'; from: string; name: string; image: DiskImage }

type Names = Map<string, DiskImage>

/** The names of one folder: those that processes see, those that are durable, and the pending changes. */
export class FolderNames {
  #current: Names = new Map()
  #durable: Names = new Map()
  #pending: NameChange[] = []

  get(name: string): DiskImage | undefined {
    return this.#current.get(name)
  }

  names(): Iterable<string> {
    return this.#current.keys()
  }

  images(): Iterable<DiskImage> {
    return this.#current.values()
  }

  /** The file that certainly has this name after a power loss; null if a pending change may add or remove it. */
  durable(name: string): DiskImage | null {
    const image = this.#durable.get(name)
    if (image === undefined) return null
    return this.#pending.some((change) => namesOf(change).includes(name)) ? null : image
  }

  give(name: string, image: DiskImage): void {
    this.#change({ kind: 'give', name, image })
  }

  take(name: string): void {
    this.#change({ kind: 'take', name })
  }

  /** In one step, even if the power is lost; the target's image loses its name. */
  rename(from: string, name: string, image: DiskImage): void {
    this.#change({ kind: 'rename', from, name, image })
  }

  /** Makes durable all that is pending. */
  sync(): void {
    for (const change of this.#pending) apply(this.#durable, change)
    this.#pending = []
  }

  /**
   * Some pending changes persist: the first ones up to some point, as in a file system with a log; or any of them, as in
   * one without, except that changes of one name stay in order.
   */
  losePower(random: SeededRandom, overwrites: OverwriteRule): void {
    const pending = this.#pending
    this.#pending = []
    if (pending.length > 0) {
      const survivors = random.chance(0.5) ? firstOf(pending, random) : anyOf(pending, random)
      for (const change of survivors) apply(this.#durable, change)
    }
    this.#current = new Map(this.#durable)
    for (const image of this.#current.values()) image.losePower(random, overwrites)
  }

  #change(change: NameChange): void {
    apply(this.#current, change)
    this.#pending.push(change)
  }
}

function apply(names: Names, change: NameChange): void {
  if (change.kind === 'take') names.delete(change.name)
  else {
    if (change.kind === 'rename') names.delete(change.from)
    names.set(change.name, change.image)
  }
}

function namesOf(change: NameChange): string[] {
  return change.kind === 'rename' ? [change.from, change.name] : [change.name]
}

function firstOf(pending: readonly NameChange[], random: SeededRandom): NameChange[] {
  return pending.slice(0, random.integer(0, pending.length))
}

function anyOf(pending: readonly NameChange[], random: SeededRandom): NameChange[] {
  const stuck = new Set<string>()
  return pending.filter((change) => {
    const names = namesOf(change)
    if (random.chance(0.5) && !names.some((name) => stuck.has(name))) return true
    for (const name of names) stuck.add(name)
    return false
  })
}
