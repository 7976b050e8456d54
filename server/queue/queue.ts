import { type Appended, entriesIn, JournalAway } from '../journal/journal.ts'
import type { CommandEnvelope } from '../market/command.ts'
import type { Entry } from '../market/event.ts'
import { evolve } from '../market/evolve.ts'
import { knownOutcome } from '../market/idempotency.ts'
import type { Timer } from '../os/clock.ts'
import { type Batch, decideBatch, outcomeOf, type Waiting } from './batch.ts'
import { FairQueue } from './fair-queue.ts'
import { forgetter } from './forgetter.ts'
import type { Mode } from './mode.ts'
import { busy, type Outcome, unavailable } from './outcome.ts'
import type { QueueDependencies } from './queue-dependencies.ts'
import { answerAfter, RejectionCache } from './rejection-cache.ts'
import { SeqWaiters } from './seq-waiters.ts'
import { Spacing } from './spacing.ts'

/** A batch of refusals and repeats needs no disk. */
const nothingToAppend: Appended = { kind: 'appended' }

/**
 * The single queue for all commands, and the only place where the market's state changes: it takes a batch, decides it on a
 * draft, appends it, merges the draft, reports, replies. Nothing decided on a draft is answered before the append.
 */
export class CommandQueue {
  readonly #dependencies: QueueDependencies
  readonly #waiting: FairQueue<Waiting>
  readonly #refusals: RejectionCache
  #mode: Mode = { kind: 'idle' }
  readonly #spacing: Spacing
  /** Whether another node announced entries that were not read yet. They are read when the queue is idle. */
  #hasOthers = false
  #reading: Timer | null = null
  readonly #seqWaiters: SeqWaiters
  /** A batch that is durable and merged, and not yet reported and answered. */
  #unreported: Batch | null = null
  /** Whether the journal could not be reached when it was last tried. */
  #isAway = false
  readonly #forget: () => void
  #fullUntil = Number.NEGATIVE_INFINITY
  #closing: Promise<void> | null = null
  #ended: (() => void) | null = null

  constructor(dependencies: QueueDependencies) {
    this.#dependencies = dependencies
    this.#waiting = new FairQueue(dependencies.bounds)
    const { clock, bounds } = dependencies
    this.#spacing = new Spacing(clock, bounds)
    this.#seqWaiters = new SeqWaiters(clock, bounds.reachMsMax)
    this.#refusals = new RejectionCache(bounds, this.#now)
    this.#forget = forgetter(dependencies.market, dependencies.marketBounds)
    dependencies.journal.onAppended(() => this.#readOthersWhenIdle())
  }

  get length(): number {
    return this.#waiting.length
  }

  /** Whether the journal accepts entries now. */
  get available(): boolean {
    return !this.#isPaused() && this.#mode.kind !== 'failed' && this.#mode.kind !== 'closed'
  }

  /** `full` for a while after an append found no space; `away` while the journal cannot be reached. */
  get state(): 'open' | 'full' | 'away' | 'failed' | 'closed' {
    const { kind } = this.#mode
    if (kind === 'failed' || kind === 'closed') return kind
    if (this.#isAway) return 'away'
    return this.#now() < this.#fullUntil ? 'full' : 'open'
  }

  /**
   * Submits a command of `source` (for example a connection). It waits its turn among the sources that share `turn` (for
   * example a session). Calls `reply` once the outcome is durable, or at once with `busy` or `unavailable` if it cannot be
   * accepted; a known id is answered even then. After the journal fails, `reply` is never called: its state is unknown.
   */
  submit(source: string, envelope: CommandEnvelope, reply: (outcome: Outcome) => void, turn = source): void {
    if (this.#mode.kind === 'failed') return
    const refused = this.#refusals.recall(envelope)
    if (refused)
      return reply(this.#known(envelope) ?? answerAfter(this.#dependencies.market, envelope, refused))
    if (this.#isPaused() || this.#mode.kind === 'closed') return reply(this.#known(envelope) ?? unavailable)
    if (!this.#waiting.push(turn, { source, envelope, reply })) return reply(this.#known(envelope) ?? busy)
    if (this.#mode.kind === 'idle') this.#schedule(this.#spacing.untilDrainMs(false))
  }

  /** Reads what other nodes appended, until the market is at `seq`; gives up after a while. */
  reach(seq: number): Promise<void> {
    const { market, journal } = this.#dependencies
    if (market.counters.seq >= seq || !journal.begin) return Promise.resolve()
    const waiting = this.#seqWaiters.wait(seq)
    this.#spacing.hurry()
    this.#readOthersWhenIdle()
    return waiting
  }

  /** Finishes what is under way and accepts nothing more. Waiting commands get `unavailable`. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#reading?.cancel()
    if (this.#mode.kind === 'committing') await new Promise<void>((ended) => (this.#ended = ended))
    if (this.#mode.kind === 'failed') return
    this.#become({ kind: 'closed' })
    this.#answerUnavailable(this.#waiting.take(Number.POSITIVE_INFINITY))
  }

  #become(mode: Mode): void {
    if (this.#mode.kind === 'due') this.#mode.timer.cancel()
    if (this.#mode.kind === 'failed') return
    this.#mode = mode
  }

  #isPaused(): boolean {
    if (this.#isAway && this.#mode.kind === 'committing') return true
    if (this.#mode.kind !== 'paused') return false
    if (this.#now() < this.#mode.until) return true
    this.#rest()
    return false
  }

  readonly #now = (): number => this.#dependencies.clock.monotonic()

  #known(envelope: CommandEnvelope): Outcome | null {
    const decision = knownOutcome(this.#dependencies.market, envelope, this.#dependencies.marketBounds)
    return decision && outcomeOf(decision)
  }

  #schedule(distanceMs = 0): void {
    const timer = this.#dependencies.clock.schedule(distanceMs, () => void this.#drain())
    this.#become({ kind: 'due', timer })
  }

  #batchMax(): number {
    const { journal, bounds } = this.#dependencies
    return journal.begin ? bounds.turnBatchMax : bounds.batchMax
  }

  #drain(): Promise<void> {
    this.#become({ kind: 'committing' })
    this.#spacing.drained()
    const waiting = this.#waiting.take(this.#batchMax())
    return this.#after(this.#commit(waiting), waiting.length)
  }

  /** Continues after `work`. If that fails, so did the journal, and the queue stops for good. */
  async #after(work: Promise<void>, batchLength: number): Promise<void> {
    try {
      await work
    } catch (error) {
      this.#become({ kind: 'failed' })
      this.#dependencies.onFailed(error)
    }
    // While closing, finished work is reported and nothing new begins.
    if (!this.#ended && this.#mode.kind === 'committing') this.#next(batchLength)
    this.#report()
    this.#ended?.()
  }

  /** If the next batch is due already, its disk write overlaps with reporting and answering this one. */
  #next(batchLength: number): void {
    if (this.#waiting.length === 0) return this.#rest()
    const isBusy = batchLength >= this.#dependencies.bounds.busyBatchMin
    const waitMs = this.#spacing.untilDrainMs(isBusy)
    if (isBusy && waitMs === 0) void this.#drain()
    else this.#schedule(waitMs)
  }

  /** There is time to read what other nodes appended. */
  #rest(): void {
    this.#become({ kind: 'idle' })
    if (this.#hasOthers && !this.#closing) this.#readOthersWhenIdle()
  }

  /**
   * Decides and appends, again whenever another node was first, until the outcome of all is known. A turn that ended before
   * it was used may have had too many commands for this machine, so the next ones get half as many.
   */
  async #commit(first: readonly Waiting[]): Promise<void> {
    const { market, journal, bounds, onCommit } = this.#dependencies
    let waiting = first
    let turnMax = Number.POSITIVE_INFINITY
    for (let isUnknown = false; ; isUnknown = true) {
      if (journal.begin) {
        if (!(await this.#begin(isUnknown))) return isUnknown ? undefined : this.#pause(waiting)
        if (turnMax === Number.POSITIVE_INFINITY)
          waiting = [...waiting, ...this.#waiting.take(this.#batchMax() - waiting.length)]
      }
      const batch = this.#decide(waiting.slice(0, turnMax))
      const { entries } = batch
      const result = entries.length ? await journal.append(market.counters.seq, entries) : nothingToAppend
      if (entries.length === 0) journal.pass?.()
      const isFull = result.kind === 'full'
      if (entries.length)
        this.#fullUntil = isFull ? this.#now() + bounds.fullReportMs : Number.NEGATIVE_INFINITY
      if (result.kind === 'appended') {
        onCommit?.(batch.outcomes.length, entries.length, this.#spacing.sinceDrainMs())
        this.#settle(batch)
        waiting = waiting.slice(turnMax)
        if (waiting.length === 0) return
        this.#report()
        continue
      }
      if (isFull) return this.#pause(waiting)
      if (result.kind === 'behind') this.#apply(result.entries)
      else if (!journal.begin) this.#apply(await this.#readOthers())
      else turnMax = Math.ceil(Math.min(turnMax, waiting.length) / 2)
    }
  }

  /**
   * Waits for this node's turn to append, and applies what others appended before it. False when the journal cannot be
   * reached; if it is unknown whether a batch was appended, it waits for the answer, and is false only while closing.
   */
  async #begin(isUnknown: boolean): Promise<boolean> {
    const { market, journal, bounds, clock } = this.#dependencies
    for (;;) {
      const begun = await journal.begin!(market.counters.seq)
      this.#isAway = begun.kind === 'away'
      if (begun.kind !== 'away') this.#apply(begun.entries)
      if (begun.kind === 'turn') return true
      if (begun.kind === 'behind') continue
      if (!isUnknown || this.#closing) return false
      this.#answerUnavailable(this.#waiting.take(Number.POSITIVE_INFINITY))
      await new Promise<void>((resume) => clock.schedule(bounds.awayRetryMs, resume))
    }
  }

  #decide(waiting: readonly Waiting[]): Batch {
    const { market, clock, random, marketBounds: bounds } = this.#dependencies
    const recall = (envelope: CommandEnvelope) => this.#refusals.recall(envelope)
    return decideBatch(market, waiting, { at: clock.now(), random: () => random.number(), recall, bounds })
  }

  /** Merges a durable batch into the market; the next batch may be decided on it. */
  #settle(batch: Batch): void {
    // A batch of refusals needs no disk, so it can arrive before the previous batch was reported.
    this.#report()
    batch.merge()
    this.#forget()
    for (const { waiting, outcome } of batch.outcomes) {
      if (outcome.kind === 'refused' && outcome.refusal.code !== 'id_mismatch')
        this.#refusals.remember(waiting.envelope, outcome.refusal)
    }
    this.#unreported = batch
  }

  /** Reports the batch that was settled last, and answers its commands. */
  #report(): void {
    const batch = this.#unreported
    if (!batch) return
    this.#unreported = null
    if (batch.entries.length) this.#dependencies.onCommitted({ entries: batch.committed })
    for (const { waiting, outcome } of batch.outcomes) waiting.reply(outcome)
  }

  #pause(waiting: readonly Waiting[]): void {
    this.#become({ kind: 'paused', until: this.#now() + this.#dependencies.bounds.fullPauseMs })
    this.#answerUnavailable(waiting)
    this.#answerUnavailable(this.#waiting.take(Number.POSITIVE_INFINITY))
  }

  #answerUnavailable(waiting: readonly Waiting[]): void {
    for (const { envelope, reply } of waiting) reply(this.#known(envelope) ?? unavailable)
  }

  #readOthers(): Promise<Entry[]> {
    const { journal, market } = this.#dependencies
    return entriesIn(journal.read({ after: market.counters.seq }))
  }

  /** What cannot be read now is read with the next turn, or the next announcement. */
  async #catchUp(): Promise<void> {
    try {
      this.#apply(await this.#readOthers())
      this.#isAway = false
    } catch (error) {
      if (!(error instanceof JournalAway)) throw error
      this.#isAway = true
    }
  }

  /** Takes in another node's entries, which are durable already. */
  #apply(entries: readonly Entry[]): void {
    const { market, onCommitted } = this.#dependencies
    const fresh = entries.filter((entry) => entry.seq > market.counters.seq)
    for (const entry of fresh) evolve(market, entry)
    if (fresh.length) this.#spacing.othersArrived()
    this.#forget()
    if (fresh.length) onCommitted({ entries: fresh.map((entry) => ({ entry, source: null })) })
    this.#seqWaiters.reached(market.counters.seq)
  }

  /** Not after each of their turns. Draining an empty batch reads nothing, so reading has a drain of its own. */
  #readOthersWhenIdle(): void {
    this.#hasOthers = true
    this.#reading?.cancel()
    if (this.#isPaused() || this.#mode.kind !== 'idle') return
    const waitMs = this.#spacing.untilReadMs()
    if (waitMs === 0) return this.#readNow()
    this.#reading = this.#dependencies.clock.schedule(waitMs, () => this.#readOthersWhenIdle())
  }

  #readNow(): void {
    this.#hasOthers = false
    this.#become({ kind: 'committing' })
    void this.#after(this.#catchUp(), 0)
  }
}
