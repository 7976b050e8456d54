import type { SeededRandom } from '../../shared/seeded-random.ts'

/** A task at a moment of virtual time. */
interface Task {
  at: number
  /** Drawn from the seed: orders the tasks of one moment. */
  tie: number
  run: (() => void) | null
}

/**
 * Virtual time: one queue of all tasks, ordered by moment, with ties broken by the seed. All settled promises run
 * before the next task, so the order depends only on the seed.
 */
export class Scheduler {
  readonly #random: SeededRandom
  /** A binary heap, the next task first. */
  readonly #tasks: Task[] = []
  #nowMs = 0
  #steps = 0

  constructor(random: SeededRandom) {
    this.#random = random
  }

  /** Milliseconds since the simulation began; never falls. */
  get nowMs(): number {
    return this.#nowMs
  }

  /** How many tasks were run. */
  get steps(): number {
    return this.#steps
  }

  /** Runs `run` so many ms from now. */
  after(delayMs: number, run: () => void): { cancel(): void } {
    const task: Task = { at: this.#nowMs + Math.max(0, delayMs), tie: this.#random.fraction(), run }
    this.#push(task)
    return {
      cancel: () => {
        task.run = null
      },
    }
  }

  /** Runs tasks until `isOver` returns true after one, or until the time is `untilMs`. */
  async run(untilMs: number, isOver: () => boolean = () => false): Promise<void> {
    while (!isOver()) {
      const next = this.#tasks[0]
      if (!next || next.at > untilMs) {
        this.#nowMs = Math.max(this.#nowMs, untilMs)
        return
      }
      this.#pop()
      if (!next.run) continue
      this.#nowMs = next.at
      this.#steps += 1
      next.run()
      // A turn of the event loop begins once no promise can settle any more.
      await new Promise((settled) => setImmediate(settled))
    }
  }

  #push(task: Task): void {
    const tasks = this.#tasks
    let index = tasks.length
    tasks.push(task)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(task, tasks[parent]!)) break
      tasks[index] = tasks[parent]!
      index = parent
    }
    tasks[index] = task
  }

  #pop(): void {
    const tasks = this.#tasks
    const last = tasks.pop()!
    if (tasks.length === 0) return
    let index = 0
    for (;;) {
      const child = lesserChild(tasks, index)
      if (child === null || !isBefore(tasks[child]!, last)) break
      tasks[index] = tasks[child]!
      index = child
    }
    tasks[index] = last
  }
}

function isBefore(one: Task, other: Task): boolean {
  return one.at === other.at ? one.tie < other.tie : one.at < other.at
}

function lesserChild(tasks: readonly Task[], index: number): number | null {
  const left = 2 * index + 1
  if (left >= tasks.length) return null
  const right = left + 1
  return right < tasks.length && isBefore(tasks[right]!, tasks[left]!) ? right : left
}
