import { crc32 } from 'node:zlib'
import type { MarketView } from '../../../shared/market-view.ts'
import type { MarketChanged, MarketReset } from '../../../shared/protocol/server-messages.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { EffectJudge, type SignedUp } from './effect-judge.ts'
import { entryIn } from './entry-form.ts'
import { Fold } from './fold.ts'
import { type JudgedCommand, type JudgedReply, ReplyJudge } from './reply-judge.ts'
import { type JudgedLink, StreamJudge } from './stream-judge.ts'

export interface JudgeParts {
  nowMs(): number
  /** Whether this text in the records of people would survive a power loss at this moment. */
  isDurable(text: string): boolean
  bounds: {
    idempotencyWindowEntriesMax: number
    resumeEntriesMax: number
    ringEntriesMax: number
    /** Bytes that may be held for one client. */
    heldBytesMax: number
  }
  /** Whether a market may be behind what is durable, because another node wrote it. */
  mayLag: boolean
}

const violationsMax = 100

/**
 * Reports broken promises, from what is durable, what the market sends and what arrives. It shares no code with the
 * market.
 */
export class Judge {
  readonly violations: string[] = []
  readonly #parts: JudgeParts
  readonly #complain: (rule: string, message: string) => void
  readonly #fold: Fold
  readonly #streams: StreamJudge
  readonly #replies: ReplyJudge
  readonly #effects: EffectJudge
  /** The checksum of each line that was ever durable, by its seq. */
  readonly #sums: number[] = []
  /** The market's history was replaced by another, which cannot be judged. */
  #isOver = false

  constructor(parts: JudgeParts) {
    this.#parts = parts
    const complain = (rule: string, message: string): void => {
      if (!this.#isOver) this.violated(rule, message)
    }
    this.#complain = complain
    this.#fold = new Fold(complain, parts.bounds.idempotencyWindowEntriesMax)
    this.#streams = new StreamJudge(this.#fold, complain, parts.bounds)
    this.#replies = new ReplyJudge(this.#fold, complain, parts.mayLag)
    this.#effects = new EffectJudge(complain, parts.isDurable)
  }

  get seq(): number {
    return this.#fold.seq
  }

  /** Reports what was found elsewhere, also about a history that is not judged any more. */
  violated(rule: string, message: string): void {
    if (this.violations.length < violationsMax)
      this.violations.push(`[${rule}] at ${this.#parts.nowMs().toFixed(3)}: ${message}`)
  }

  /** Entries that were durable are lost on purpose: there is no promise left to clients. */
  giveUp(): void {
    this.#isOver = true
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Takes lines that this run of the market has made durable since the last call. */
  durable(lines: readonly { seq: number; text: string }[], run: number): void {
    if (this.#isOver) return
    for (const { seq, text } of lines) {
      this.#sums[seq] = crc32(text)
      const entry = entryIn(text)
      this.#fold.take(entry)
      this.#effects.entered(entry)
      this.#replies.entered(entry.id, seq, run, this.#parts.nowMs())
    }
  }

  /** Takes the whole journal, as a start read it: it must continue what was durable before. */
  started(lines: readonly { seq: number; text: string }[], run: number): void {
    if (this.#isOver) return
    const known = this.seq
    if (lines.length < known) {
      this.violated('G1', `the journal ends with ${lines.length}, and ${known} was durable`)
      this.#isOver = true
      return
    }
    for (const { seq, text } of lines) {
      if (seq <= known && crc32(text) !== this.#sums[seq])
        this.violated('G3', `entry ${seq} is another than it was`)
    }
    this.durable(
      lines.filter(({ seq }) => seq > known),
      run,
    )
    this.#replies.check()
  }

  sent(buyerId: string, command: JudgedCommand): void {
    this.#replies.sent(buyerId, command)
  }

  replyLeaves(link: JudgedLink, command: JudgedCommand, reply: JudgedReply, run: number): void {
    this.#replies.leaves(link.buyerId, command, reply, run, this.#parts.nowMs())
  }

  replyArrives(reply: JudgedReply): void {
    this.#replies.arrives(reply)
  }

  messageLeaves(link: JudgedLink, event: string, payload: unknown, text: string): void {
    switch (event) {
      case 'session:opened':
        return this.#streams.opened(link)
      case 'market:reset':
        return this.#streams.reset(link, payload as MarketReset, text)
      case 'market:changed':
        return this.#streams.changed(link, payload as MarketChanged, text)
      case 'order:changed':
        return this.#orderLeaves(link, (payload as { order: Order }).order)
    }
  }

  /** How many bytes wait for a client, and how many changes of the market are among them. */
  held(link: JudgedLink, bytes: number, changes: number): void {
    const { heldBytesMax } = this.#parts.bounds
    if (bytes > heldBytesMax) {
      this.#complain('G8', `${bytes} bytes are held for ${link.client}, more than ${heldBytesMax}`)
    }
    if (changes > 1) this.#complain('G8', `${changes} changes wait for ${link.client}, and were not merged`)
  }

  /** Checks that a client's view is the market at one seq. */
  shown(client: { name: string; seesHidden: boolean }, { seq, epoch, products, shops }: MarketView): void {
    if (epoch !== this.#fold.epoch) return this.#complain('G7', `${client.name} shows another market`)
    const link = { client: `${client.name} shows`, seesHidden: client.seesHidden }
    this.#streams.whole(link, { seq, products: [...products.values()], shops: [...shops.values()] })
  }

  signedUp(answer: SignedUp): void {
    this.#fold.accounts.add(answer.buyerId)
    this.#effects.signedUp(answer)
  }

  finish(accounts: Parameters<EffectJudge['finish']>[0]): void {
    this.#replies.check()
    this.#effects.finish(accounts, (buyerId) => this.#fold.buyerNow(buyerId))
  }

  #orderLeaves(link: JudgedLink, order: Order): void {
    const isTheirs = this.#fold.buyerNow(order.buyerId) === this.#fold.buyerNow(link.buyerId)
    if (!link.seesHidden && !isTheirs) this.#complain('G12', `${link.client} was told of order ${order.id}`)
    this.#replies.orderMustBe(order)
  }
}
