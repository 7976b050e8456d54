import type { SeededRandom } from '../../shared/seeded-random.ts'

/** Something that is to happen at a moment of virtual time. */
interface Task {
  at: number
  /** Drawn from the seed: decides among those of one moment. */
  tie: number
  run: (() => void) | null
}

/**
 * Virtual time: one queue of all that is to happen anywhere, ordered by moment, with ties that the seed
 * breaks. Between two moments everything that promises have made possible is done, so that the order of things
 * comes of the seed alone.
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

  /** Lets time pass until `isOver` says so after a task, or until `untilMs`, which it then is. */
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
      // A turn of the event loop begins when all promises that could settle have.
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
