import type { Clock } from '../os/clock.ts'
import {
  type ImportBounds,
  type PendingImport,
  type PendingImports,
  type PendingUsage,
  type PlannedImport,
  replacedBy,
  usageOf,
} from './pending-imports.ts'

interface Dependencies {
  clock: Clock
  bounds: ImportBounds
}

interface Kept extends PendingImport {
  rows: number
  until: number
  /** Null until a command claims it. */
  commandId: string | null
}

/** Pending imports in memory, by token, oldest first. A restart forgets them. */
export class MemoryImports implements PendingImports {
  readonly #dependencies: Dependencies
  readonly #files = new Map<string, Kept>()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  async add(file: PendingImport): Promise<void> {
    const { clock, bounds } = this.#dependencies
    const kept = {
      ...file,
      rows: file.importRows.length,
      until: clock.monotonic() + bounds.planMsMax,
      commandId: null,
    }
    for (const token of replacedBy(kept, this.#waiting(), bounds)) this.#files.delete(token)
    this.#files.set(file.token, kept)
  }

  async claim(token: string, actorId: string, commandId: string): Promise<PlannedImport | null> {
    this.#dropOld()
    const file = this.#files.get(token)
    if (file?.actorId !== actorId) return null
    file.commandId ??= commandId
    return { shopId: file.shopId, importRows: file.importRows, commandId: file.commandId }
  }

  async release(token: string, commandId: string): Promise<void> {
    const file = this.#files.get(token)
    if (file?.commandId === commandId) file.commandId = null
  }

  async usage(): Promise<PendingUsage> {
    return usageOf(this.#waiting())
  }

  #waiting(): Kept[] {
    this.#dropOld()
    return [...this.#files.values()]
  }

  #dropOld(): void {
    const now = this.#dependencies.clock.monotonic()
    for (const [token, { until }] of this.#files) if (until <= now) this.#files.delete(token)
  }
}
