import type { Command } from '../market/command.ts'
import type { SubmitOwn } from '../queue/own-commands.ts'
import { DueTasks, type DueTasksBounds, type DueTasksDependencies } from './due-tasks.ts'

/** Something that happens by itself at a time that an entry states. */
export interface Deadline {
  /** Submitted when it is due. The market refuses it if it no longer applies. */
  command: Command
  /** The same after a restart and on every node, so that it happens once. */
  id: string
  /** A later deadline with the same key replaces this one. */
  key?: string
  /** In ms since 1970. */
  until: number
  /** Whether it still applies. Called before it is submitted, so that a stale one costs nothing. */
  applies(): boolean
}

export interface TimekeeperBounds extends DueTasksBounds {
  /** How long nothing expires after a start. */
  startGraceMs: number
}

interface Dependencies extends DueTasksDependencies {
  submit: SubmitOwn
  bounds: TimekeeperBounds
}

/**
 * Submits commands of the market's own when their deadlines have passed. Deadlines come from entries, and from the
 * market's state at a start. The remaining time is read from the wall clock once and then counted on the monotonic
 * clock, so that a clock that jumps moves none of them.
 */
export class Timekeeper {
  readonly #dependencies: Dependencies
  readonly #tasks: DueTasks

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    this.#tasks = new DueTasks(dependencies)
  }

  /** How many deadlines are ahead, including those that no longer apply. */
  get waiting(): number {
    return this.#tasks.waiting
  }

  add({ id, key, command, until, applies }: Deadline): void {
    const { clock, submit } = this.#dependencies
    const run = async (): Promise<boolean> => !applies() || submit(id, command)
    this.#tasks.add({ id, key, run }, Math.max(0, until - clock.now()))
  }

  /** Deadlines are met from now on, after a grace. */
  start(): void {
    this.#tasks.start(this.#dependencies.bounds.startGraceMs)
  }

  close(): void {
    this.#tasks.close()
  }
}
