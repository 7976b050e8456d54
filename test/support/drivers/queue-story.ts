import { expect, onTestFinished } from 'vitest'
import { type Bounds, bounds } from '../../../server/bounds.ts'
import { entriesIn } from '../../../server/journal/journal.ts'
import type { CommandEnvelope } from '../../../server/market/command.ts'
import type { Outcome } from '../../../server/queue/outcome.ts'
import { CommandQueue } from '../../../server/queue/queue.ts'
import type { Committed } from '../../../server/queue/queue-dependencies.ts'
import { seededRandom } from '../../../shared/seeded-random.ts'
import { MemoryJournal } from '../doubles/memory-journal.ts'
import { printedSeed, randomFrom } from '../doubles/random-port.ts'
import { VirtualClock } from '../doubles/virtual-clock.ts'
import { bare, type Story } from './market-story.ts'

/** A queue over a story's market, with a clock and a journal that a test drives. */
export class QueueStory {
  readonly clock = new VirtualClock()
  readonly journal: MemoryJournal
  readonly queue: CommandQueue
  /** What was answered, in the order in which it was. */
  readonly replies: { id: string; outcome: Outcome }[] = []
  readonly committed: Committed[] = []
  readonly failures: unknown[] = []
  /** The number of commands of each batch that was committed. */
  readonly batches: number[] = []
  readonly #story: Story

  constructor(story: Story, queueBounds: Partial<Bounds['queue']> = {}) {
    this.#story = story
    this.journal = new MemoryJournal(story.entries.map((entry) => JSON.stringify(entry)))
    this.queue = new CommandQueue({
      market: story.market,
      journal: this.journal,
      clock: this.clock,
      random: randomFrom(seededRandom(printedSeed())),
      bounds: { ...bounds.queue, ...queueBounds },
      marketBounds: story.setting.bounds,
      onCommitted: (committed) => this.committed.push(committed),
      onFailed: (error) => this.failures.push(error),
      onCommit: (commands) => this.batches.push(commands),
    })
    onTestFinished(async () => {
      await this.queue.close()
      expect(this.clock.waiting, 'no timer is left behind').toBe(0)
    })
  }

  /** Sends commands of one source, and does not wait. */
  send(source: string, ...envelopes: CommandEnvelope[]): void {
    for (const envelope of envelopes) {
      this.queue.submit(source, envelope, (outcome) => this.replies.push({ id: envelope.id, outcome }))
    }
  }

  settle(): Promise<void> {
    return this.clock.settle()
  }

  /** Lets time pass by the millisecond. */
  pass(ms: number): Promise<void> {
    return this.clock.pass(ms, 1)
  }

  /** Sends commands, and returns what they were answered in the end. */
  async ask(source: string, ...envelopes: CommandEnvelope[]): Promise<Answer[]> {
    this.send(source, ...envelopes)
    await this.settle()
    return envelopes.map(({ id }) => this.answer(id))
  }

  /** What was answered, in short, in the order in which it was. */
  get answers(): Answer[] {
    return this.replies.map(({ outcome }) => said(outcome))
  }

  /** The last reply to a command, or 'nothing yet'. */
  answer(id: string): Answer {
    const reply = this.replies.findLast((one) => one.id === id)
    return reply ? said(reply.outcome) : 'nothing yet'
  }

  /** What the market has in stock, for all to see. */
  stock(productId = 1): number {
    return this.#story.product(productId).stock
  }

  /** The ids in the journal after the story's own, in order. */
  async journalled(): Promise<string[]> {
    const entries = await entriesIn(this.journal.read({ after: this.#story.entries.length }))
    return entries.map(({ id }) => id)
  }
}

/** An outcome in short: the seq of what was done, 'again' with it for a repeat, or the refusal. */
export type Answer = number | { again: number } | Record<string, unknown> | 'nothing yet'

function said(outcome: Outcome): Answer {
  if (outcome.kind === 'refused') return bare(outcome.refusal)
  return outcome.repeated ? { again: outcome.seq } : outcome.seq
}
