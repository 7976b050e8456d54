import type { Order } from '../../../shared/protocol/shapes.ts'
import { isTransient, type Refusal } from '../../../shared/refusals.ts'
import type { Complain, Fold } from './fold.ts'
import { wasTrue } from './truth.ts'

/** A command as one client sent it. */
export interface JudgedCommand {
  event: string
  id: string
  payload: object
}

export type JudgedReply = { ok: true; [field: string]: unknown } | { ok: false; error: Refusal }

interface Sent {
  /** The highest seq in any reply before it was first sent. */
  answeredBefore: number
  /** Every payload sent with this id, and its senders. */
  contents: Set<string>
  buyers: Set<string>
}

interface Refused {
  run: number
  atMs: number
  code: string
}

/** How long the same run of the market repeats a final refusal of an id. */
const refusalMs = 600_000

/** Codes of refusals made before the market decides: a retry may get another reply. */
const unbinding: ReadonlySet<string> = new Set(['invalid', 'id_mismatch', 'forbidden', 'unauthenticated'])

const orderFields = [
  'number',
  'shopId',
  'buyerId',
  'total',
  'status',
  'seq',
  'changedSeq',
  'pickupCode',
] as const

/** Judges commands by their replies, when they leave the market and when they arrive. */
export class ReplyJudge {
  readonly #fold: Fold
  readonly #complain: Complain
  readonly #mayLag: boolean
  readonly #sent = new Map<string, Sent>()
  readonly #acknowledged = new Map<string, number>()
  readonly #refused = new Map<string, Refused>()
  #answeredSeq = 0

  constructor(fold: Fold, complain: Complain, mayLag: boolean) {
    this.#mayLag = mayLag
    this.#fold = fold
    this.#complain = complain
  }

  sent(buyerId: string, { event, id, payload }: JudgedCommand): void {
    const known = this.#sent.get(id)
    const sent = known ?? { answeredBefore: this.#answeredSeq, contents: new Set(), buyers: new Set() }
    if (!known) this.#sent.set(id, sent)
    sent.contents.add(`${event} ${JSON.stringify(payload)}`)
    sent.buyers.add(buyerId)
  }

  /** The market sends a reply, which may not arrive. */
  leaves(buyerId: string, command: JudgedCommand, reply: JudgedReply, run: number, atMs: number): void {
    if (reply.ok) return this.#acknowledges(buyerId, command, reply)
    const { error } = reply
    const sent = this.#sent.get(command.id)
    if (!sent || isTransient(error.code)) return
    if (error.code === 'id_mismatch') {
      if (sent.contents.size + sent.buyers.size < 3)
        this.#complain('G5', `${command.id} is a mismatch, but was used for one command only`)
      return
    }
    const refused = {
      ...command,
      buyers: sent.buyers,
      refusal: error,
      from: sent.answeredBefore,
      to: this.#fold.seq,
    }
    if (!wasTrue(this.#fold, refused)) {
      this.#complain(
        'G1',
        `${command.event} ${command.id} was refused with ${JSON.stringify(error)}, which was not so at any seq from ${refused.from} to ${refused.to}`,
      )
    }
    if (!unbinding.has(error.code) && !this.#refused.has(command.id))
      this.#refused.set(command.id, { run, atMs, code: error.code })
  }

  /** A reply reached its client. */
  arrives(reply: JudgedReply): void {
    if (reply.ok && typeof reply.seq === 'number') this.#answeredSeq = Math.max(this.#answeredSeq, reply.seq)
  }

  /** An entry became durable. */
  entered(id: string, seq: number, run: number, atMs: number): void {
    const sent = this.#sent.get(id)
    if (sent && seq <= sent.answeredBefore) {
      this.#complain(
        'G6',
        `entry ${seq} is of ${id}, which was sent after ${sent.answeredBefore} was answered`,
      )
    }
    const refused = this.#refused.get(id)
    if (refused && refused.run === run && atMs - refused.atMs < refusalMs) {
      this.#complain('G9', `entry ${seq} is of ${id}, which had been refused with ${refused.code}`)
    }
    this.#refused.delete(id)
  }

  /** Checks that an acknowledged command is in the journal at the seq in its reply. */
  check(): void {
    for (const [id, seq] of this.#acknowledged) {
      if (!this.#fold.seqsOfId.get(id)?.includes(seq))
        this.#complain('G1', `${id} was acknowledged as entry ${seq}, and is not there`)
    }
  }

  #acknowledges(
    buyerId: string,
    { event, id, payload }: JudgedCommand,
    reply: { [field: string]: unknown },
  ): void {
    const { seq } = reply
    if (typeof seq !== 'number') return
    if (seq > this.#fold.seq)
      return this.#complain('G1', `${id} was acknowledged as entry ${seq}, and ${this.#fold.seq} is durable`)
    const seqs = this.#fold.seqsOfId.get(id)
    if (!seqs?.includes(seq))
      return this.#complain('G5', `${id} was answered with entry ${seq}, and is ${seqs}`)
    this.#acknowledged.set(id, seq)
    if (event !== 'purchase:create') return
    const order = this.#fold.orders.get(id)?.last
    if (!order) return this.#complain('G5', `${id} was acknowledged, and is no order`)
    if (this.#fold.buyerNow(order.buyerId) !== this.#fold.buyerNow(buyerId))
      this.#complain('G12', `${id} is not the order of ${buyerId}`)
    const { lines } = payload as { lines: object[] }
    if (
      JSON.stringify(lines) !==
      JSON.stringify(
        order.lines.map(({ productId, quantity, unitPrice }) => ({ productId, quantity, unitPrice })),
      )
    ) {
      this.#complain('G5', `${id} was acknowledged with other lines than were sent`)
    }
    this.orderMustBe(reply.order as Order)
  }

  /** Checks an order in a reply against the journal. */
  orderMustBe(shown: Order): void {
    const order = this.#fold.orders.get(shown.id)?.at(this.#mayLag ? shown.changedSeq : this.#fold.seq)
    for (const field of orderFields) {
      if (shown[field] === order?.[field]) continue
      this.#complain(
        'G7',
        `${field} of order ${shown.id} is told as ${shown[field]}, and is ${order?.[field]}`,
      )
    }
  }
}
