import type { Command } from '../market/command.ts'
import type { SubmitOwn } from '../queue/own-commands.ts'
import { DueTasks, type DueTasksBounds, type DueTasksDependencies } from '../timekeeper/due-tasks.ts'

/** What has to happen because a durable entry or record asks for it. */
export interface Effect {
  /**
   * Made of what asks for it (epoch, seq and index of an entry, or the record's keys): the same after a restart and on
   * every node. Also the id of the command that reports the effect.
   */
  id: string
  kind: 'shop:open' | 'buyer:merge'
  /**
   * Causes the effect, once even if called again. Resolves to the command that reports it to the market, or null if
   * the market knows already. Rejects if the outcome is unknown.
   */
  perform(): Promise<Command | null>
  /** Removes the request from the record, after the market decided on the report. */
  settle(): Promise<void>
}

export interface OutboxBounds extends DueTasksBounds {
  pendingMax: number
}

interface Dependencies extends DueTasksDependencies {
  submit: SubmitOwn
  bounds: OutboxBounds
}

interface Pending {
  effect: Effect
  attempted: Promise<void>
}

/** Causes effects at least once, and retries each until its outcome is known and recorded. */
export class Outbox {
  readonly #dependencies: Dependencies
  readonly #tasks: DueTasks
  readonly #pending = new Map<string, Pending>()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    this.#tasks = new DueTasks(dependencies)
  }

  /** Whether no further record may ask for an effect. Effects of durable records are always accepted. */
  get isFull(): boolean {
    return this.#pending.size >= this.#dependencies.bounds.pendingMax
  }

  pendingOf(kind: Effect['kind']): number {
    return [...this.#pending.values()].filter(({ effect }) => effect.kind === kind).length
  }

  /** Adds effects whose requests are durable. Resolves once each was attempted; never rejects. */
  async add(effects: Iterable<Effect>): Promise<void> {
    await Promise.all(Array.from(effects, (effect) => this.#add(effect)))
  }

  start(): void {
    this.#tasks.start(0)
  }

  close(): void {
    this.#tasks.close()
  }

  #add(effect: Effect): Promise<void> {
    const known = this.#pending.get(effect.id)
    if (known) return known.attempted
    const { promise: attempted, resolve } = Promise.withResolvers<void>()
    this.#pending.set(effect.id, { effect, attempted })
    const run = async (): Promise<boolean> => {
      try {
        return await this.#attempt(effect)
      } finally {
        resolve()
      }
    }
    this.#tasks.add({ id: effect.id, run }, 0)
    return attempted
  }

  async #attempt(effect: Effect): Promise<boolean> {
    const report = await effect.perform()
    if (report && !(await this.#dependencies.submit(effect.id, report))) return false
    await effect.settle()
    this.#pending.delete(effect.id)
    return true
  }
}
