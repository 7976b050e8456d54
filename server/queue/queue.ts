import { entriesIn } from '../journal/entries-in.ts'
import type { Appended, Journal } from '../journal/journal.ts'
import type { MarketBounds } from '../market/bounds.ts'
import type { CommandEnvelope } from '../market/command.ts'
import type { Entry } from '../market/event.ts'
import { evolve } from '../market/evolve.ts'
import { forget, knownOutcome } from '../market/idempotency.ts'
import type { Clock, Random, Timer } from '../os/clock.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { type Batch, decideBatch, outcomeOf, type Waiting } from './batch.ts'
import { FairQueue } from './fair-queue.ts'
import { busy, type Outcome, unavailable } from './outcome.ts'
import { answerAfter, RejectionCache } from './rejection-cache.ts'

/** The queue's bounds; `server/bounds.ts` has the values. */
export interface QueueBounds {
  waitingMax: number
  waitingPerSourceMax: number
  batchMax: number
  /** A batch of at least this size means that the CPU is busy: the next commit is delayed. */
  busyBatchMin: number
  commitDistanceMs: number
  /** How long the queue pauses after the disk was full. */
  fullPauseMs: number
  /** How long `state` stays `full` after an append found no space, if no other append follows. */
  fullReportMs: number
  refusalsMax: number
  refusalMsMax: number
}

/** What listeners (broadcast, replay buffer, snapshots, metrics) get for each committed batch. */
export interface Committed {
  /** The durable entries, each with the source of its command (absent for another node's). */
  entries: readonly { entry: Entry; source: string | null }[]
}

export interface QueueParts {
  market: DurableMarket
  journal: Journal
  clock: Clock
  random: Random
  bounds: QueueBounds
  marketBounds: MarketBounds
  onCommitted(committed: Committed): void
  /** The journal failed, so nothing may be acknowledged: stop the process. */
  onFailed(error: unknown): void
  /** Figures of a commit: its commands, its entries, and the time from draining to durable. */
  onCommit?(commands: number, entries: number, tookMs: number): void
}

/**
 * What the queue is doing; only `#become` changes it.
 *
 * - `idle`: nothing waits.
 * - `due`: commands wait and a drain is scheduled: at once after `idle`, after a delay when busy.
 * - `committing`: a batch was decided on a draft and is being made durable. New commands wait for the next
 *   one.
 * - `paused`: the disk is full. Known ids are answered, everything else gets `unavailable`, until the pause
 *   ends.
 * - `failed`: the contents of the disk are unknown. Nothing is answered; the process is about to stop.
 * - `closed`: accepts no commands; the last commit has ended.
 */
type Mode =
  | { kind: 'idle' | 'committing' | 'failed' | 'closed' }
  | { kind: 'due'; timer: Timer }
  | { kind: 'paused'; until: number }

/**
 * The single queue for all commands, and the only place where the market's state changes: it takes a batch,
 * decides it on a draft, appends it, merges the draft, reports, replies. Nothing decided on a draft,
 * including refusals and repeats, is answered before the append.
 */
export class CommandQueue {
  readonly #parts: QueueParts
  readonly #marketBounds: MarketBounds
  readonly #line: FairQueue<Waiting>
  readonly #refusals: RejectionCache
  #mode: Mode = { kind: 'idle' }
  #lastDrainAt = Number.NEGATIVE_INFINITY
  /** Whether another node's entries were announced during other work. */
  #woken = false
  /** A batch that is durable and merged, and not yet reported and answered. */
  #untold: Batch | null = null
  #forgotSeq = 0
  #fullUntil = Number.NEGATIVE_INFINITY
  #closing: Promise<void> | null = null
  #ended: (() => void) | null = null

  constructor(parts: QueueParts) {
    this.#parts = parts
    this.#marketBounds = parts.marketBounds
    this.#line = new FairQueue(parts.bounds)
    this.#refusals = new RejectionCache(parts.bounds)
    parts.journal.onAppended(() => this.#wakeForOthers())
  }

  get length(): number {
    return this.#line.length
  }

  /** Whether the journal accepts entries now. */
  get available(): boolean {
    return !this.#isPaused() && this.#mode.kind !== 'failed' && this.#mode.kind !== 'closed'
  }

  /** `full` for a while after an append found no space. */
  get state(): 'open' | 'full' | 'failed' | 'closed' {
    const { kind } = this.#mode
    if (kind === 'failed' || kind === 'closed') return kind
    return this.#now() < this.#fullUntil ? 'full' : 'open'
  }

  /**
   * Submits a command of `source` (for example a connection). It waits its turn among the sources that share
   * `turn` (for example a session). Calls `reply` once the outcome is durable, or at once with `busy` or
   * `unavailable` if it cannot be accepted; a known id is answered even then. After the journal fails,
   * `reply` is never called, because the contents of the disk are unknown.
   */
  submit(source: string, envelope: CommandEnvelope, reply: (outcome: Outcome) => void, turn = source): void {
    if (this.#mode.kind === 'failed') return
    const refused = this.#refusals.recall(envelope, this.#now)
    if (refused) return reply(this.#known(envelope) ?? answerAfter(this.#parts.market, envelope, refused))
    if (this.#isPaused() || this.#mode.kind === 'closed') return reply(this.#known(envelope) ?? unavailable)
    if (!this.#line.push(turn, { source, envelope, reply })) return reply(this.#known(envelope) ?? busy)
    if (this.#mode.kind === 'idle') this.#schedule()
  }

  /** Finishes what is under way and accepts nothing more. Waiting commands get `unavailable`. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    if (this.#mode.kind === 'committing') await new Promise<void>((ended) => (this.#ended = ended))
    if (this.#mode.kind === 'failed') return
    this.#become({ kind: 'closed' })
    this.#answerWaiting(unavailable)
  }

  #become(mode: Mode): void {
    if (this.#mode.kind === 'due') this.#mode.timer.cancel()
    if (this.#mode.kind === 'failed') return
    this.#mode = mode
  }

  #isPaused(): boolean {
    if (this.#mode.kind !== 'paused') return false
    if (this.#parts.clock.monotonic() < this.#mode.until) return true
    this.#rest()
    return false
  }

  readonly #now = (): number => this.#parts.clock.monotonic()

  #known(envelope: CommandEnvelope): Outcome | null {
    const decision = knownOutcome(this.#parts.market, envelope, this.#marketBounds)
    return decision && outcomeOf(decision)
  }

  #schedule(distanceMs = 0): void {
    const timer = this.#parts.clock.schedule(distanceMs, () => void this.#drain())
    this.#become({ kind: 'due', timer })
  }

  #drain(): Promise<void> {
    this.#become({ kind: 'committing' })
    this.#lastDrainAt = this.#parts.clock.monotonic()
    const waiting = this.#line.take(this.#parts.bounds.batchMax)
    return this.#after(this.#commit(waiting), waiting.length)
  }

  /** Continues after `work`. If that fails, so did the journal, and the queue stops for good. */
  async #after(work: Promise<void>, batchLength: number): Promise<void> {
    try {
      await work
    } catch (error) {
      this.#become({ kind: 'failed' })
      this.#parts.onFailed(error)
    }
    // While closing, finished work is reported and nothing new begins.
    if (!this.#ended && this.#mode.kind === 'committing') this.#next(batchLength)
    this.#tell()
    this.#ended?.()
  }

  /**
   * Delays the next commit when the CPU is busy, since each commit costs CPU time. If the next batch is due
   * already, its disk write overlaps with reporting and answering this one.
   */
  #next(batchLength: number): void {
    const { bounds, clock } = this.#parts
    if (this.#line.length === 0) return this.#rest()
    const isBusy = batchLength >= bounds.busyBatchMin
    const distance = this.#lastDrainAt + bounds.commitDistanceMs - clock.monotonic()
    if (isBusy && distance <= 0) void this.#drain()
    else this.#schedule(isBusy ? distance : 0)
  }

  /** The queue is idle, so there is time to read what other nodes appended. */
  #rest(): void {
    this.#become({ kind: 'idle' })
    if (this.#woken && !this.#closing) this.#wakeForOthers()
  }

  /** Decides and appends, again whenever another node was first, until the batch's outcome is known. */
  async #commit(waiting: readonly Waiting[]): Promise<void> {
    const { market, journal, clock, onCommit } = this.#parts
    for (;;) {
      const batch = this.#decide(waiting)
      const after = market.counters.seq
      const result = batch.entries.length
        ? await journal.append(after, batch.entries)
        : ({ kind: 'appended' } as const)
      if (batch.entries.length) this.#noteSpace(result.kind)
      if (result.kind === 'appended') {
        onCommit?.(waiting.length, batch.entries.length, clock.monotonic() - this.#lastDrainAt)
        return this.#settle(batch)
      }
      if (result.kind === 'full') return this.#pause(waiting)
      this.#apply(result.kind === 'behind' ? result.entries : await this.#readOthers())
    }
  }

  #noteSpace(result: Appended['kind']): void {
    this.#fullUntil =
      result === 'full' ? this.#now() + this.#parts.bounds.fullReportMs : Number.NEGATIVE_INFINITY
  }

  #decide(waiting: readonly Waiting[]): Batch {
    const { market, clock, random } = this.#parts
    return decideBatch(market, waiting, {
      at: clock.now(),
      random: () => random.number(),
      recall: (envelope) => this.#refusals.recall(envelope, this.#now),
      bounds: this.#marketBounds,
    })
  }

  /** Merges a durable batch into the market; the next batch may be decided on it. */
  #settle(batch: Batch): void {
    // A batch of refusals needs no disk, so it can arrive before the previous batch was reported.
    this.#tell()
    batch.merge()
    this.#forget()
    for (const { waiting, outcome } of batch.outcomes) {
      if (outcome.kind === 'refused' && outcome.refusal.code !== 'id_mismatch') {
        this.#refusals.remember(waiting.envelope, outcome.refusal, this.#now)
      }
    }
    this.#untold = batch
  }

  /** Reports the batch that was settled last, and answers its commands. */
  #tell(): void {
    const batch = this.#untold
    if (!batch) return
    this.#untold = null
    if (batch.entries.length) this.#parts.onCommitted({ entries: batch.committed })
    for (const { waiting, outcome } of batch.outcomes) waiting.reply(outcome)
  }

  /**
   * Not after every batch: finding the oldest key of a Map skips over all keys deleted since it last grew.
   */
  #forget(): void {
    const { idempotencyWindow, counters } = this.#parts.market
    if (counters.seq - this.#forgotSeq < this.#marketBounds.idempotencyWindowEntriesMax / 100) return
    this.#forgotSeq = counters.seq
    forget(idempotencyWindow.map, counters.seq, this.#marketBounds)
  }

  #pause(waiting: readonly Waiting[]): void {
    const until = this.#parts.clock.monotonic() + this.#parts.bounds.fullPauseMs
    this.#become({ kind: 'paused', until })
    for (const { envelope, reply } of waiting) reply(this.#known(envelope) ?? unavailable)
    this.#answerWaiting(unavailable)
  }

  #answerWaiting(otherwise: Outcome): void {
    for (const { envelope, reply } of this.#line.take(Number.POSITIVE_INFINITY)) {
      reply(this.#known(envelope) ?? otherwise)
    }
  }

  #readOthers(): Promise<Entry[]> {
    const { journal, market } = this.#parts
    return entriesIn(journal.read({ after: market.counters.seq }))
  }

  /** Takes in another node's entries, which are durable already. */
  #apply(entries: readonly Entry[]): void {
    const { market, onCommitted } = this.#parts
    const fresh = entries.filter((entry) => entry.seq > market.counters.seq)
    for (const entry of fresh) evolve(market, entry)
    this.#forget()
    if (fresh.length) onCommitted({ entries: fresh.map((entry) => ({ entry, source: null })) })
  }

  /** Draining an empty batch reads nothing, so reading has a drain of its own. */
  #wakeForOthers(): void {
    this.#woken = true
    if (this.#isPaused() || this.#mode.kind !== 'idle') return
    this.#woken = false
    this.#become({ kind: 'committing' })
    void this.#after(
      this.#readOthers().then((entries) => this.#apply(entries)),
      0,
    )
  }
}
