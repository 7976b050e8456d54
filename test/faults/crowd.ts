import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { atEnd } from '../support/drivers/leftovers.ts'
import type { CrowdState } from './crowd-process.ts'

/** Watchers in processes of their own, from several addresses. */
export class Crowd {
  readonly size: number
  readonly #children: readonly ChildProcess[]

  private constructor(size: number, children: readonly ChildProcess[]) {
    this.size = size
    this.#children = children
  }

  /** All connect at once, spread over the ports, from as many addresses as there are processes. */
  static gather(ports: readonly number[], size: number, processes = size >= 1_000 ? 4 : 1): Crowd {
    const children = Array.from({ length: processes }, (_, index) =>
      fork(join(import.meta.dirname, 'crowd-process.ts'), [
        ports.join(),
        String(Math.ceil(size / processes)),
        `127.0.0.${index + 2}`,
      ]),
    )
    const crowd = new Crowd(Math.ceil(size / processes) * processes, children)
    atEnd(() => crowd.leave())
    return crowd
  }

  /** Closes all connections. */
  async leave(): Promise<void> {
    await Promise.all(
      this.#children.map((child) => {
        if (child.exitCode !== null || child.signalCode !== null) return null
        child.kill('SIGKILL')
        return once(child, 'close')
      }),
    )
  }

  /** How far all are; each process answers when it has time. */
  async state(seq: number): Promise<CrowdState> {
    const sum: CrowdState = { connected: 0, inStep: 0, refused: 0, resets: 0, resumes: 0, gaps: 0 }
    const states = await Promise.all(
      this.#children.map(async (child) => {
        child.send(seq)
        const [state] = await once(child, 'message')
        return state as CrowdState
      }),
    )
    for (const state of states) {
      for (const what of Object.keys(sum) as (keyof CrowdState)[]) sum[what] += state[what]
    }
    return sum
  }

  /** Waits until all have `seq`; returns how long that took, or null when it took too long. */
  async untilInStep(seq: () => number, msMax: number): Promise<number | null> {
    const startedMs = performance.now()
    while (performance.now() - startedMs < msMax) {
      const { inStep } = await this.state(seq())
      if (inStep === this.size) return performance.now() - startedMs
      await new Promise((resume) => setTimeout(resume, 50))
    }
    return null
  }
}
