import type { Message } from '../../server/broadcast/messages.ts'
import type { Core } from '../../server/core.ts'
import type { Reply } from '../../server/socket/replies.ts'
import { limits } from '../../shared/protocol/limits.ts'
import type { DiskCall } from '../support/doubles/faulty-disk.ts'
import type { Command, Has, SimulatedClient, Witness } from './client.ts'
import type { Coverage } from './coverage.ts'
import type { DurableLine } from './journal-watch.ts'
import type { SignedUp } from './judge/effect-judge.ts'
import { Judge } from './judge/judge.ts'
import type { JudgedLink } from './judge/stream-judge.ts'
import type { Link, Wiretap } from './network.ts'
import type { Scheduler } from './scheduler.ts'
import type { Setting } from './setting.ts'
import type { World } from './world.ts'

export interface WitnessParts {
  scheduler: Scheduler
  setting: Setting
  coverage: Coverage
  /** Whether the market runs on several nodes. */
  hasNodes: boolean
  world(): Pick<World, 'watch' | 'runOf'>
  onTold(line: string): void
}

/** Observes all that clients, network and disk do, and reports it to the judge and the trace. */
export class JudgesWitness implements Witness, Wiretap {
  readonly #parts: WitnessParts
  readonly #judge: Judge
  readonly #links = new WeakMap<Link, JudgedLink>()
  replies = 0

  constructor(parts: WitnessParts) {
    this.#parts = parts
    const { market, broadcast } = parts.setting.bounds
    this.#judge = new Judge({
      nowMs: () => parts.scheduler.nowMs,
      isDurable: (text) => parts.world().watch.peopleHave(text),
      bounds: {
        ...market,
        ...broadcast,
        // The last message may exceed the bound: before it, one byte may have been free.
        heldBytesMax: broadcast.unsentBytesMax + limits.resetBytesMax,
      },
      mayLag: parts.hasNodes,
    })
  }

  get entries(): number {
    return this.#judge.seq
  }

  get violations(): readonly string[] {
    return this.#judge.violations
  }

  violated(rule: string, message: string): void {
    this.#judge.violated(rule, message)
  }

  started(): void {
    this.#judge.started(this.#parts.world().watch.rescan(), this.#parts.world().runOf())
  }

  /** Entries were lost on purpose: only what nodes do then is judged. */
  giveUp(): void {
    this.#judge.giveUp()
  }

  diskCalled({ operation, path, bytes }: DiskCall): void {
    this.#parts.onTold(`disk: ${operation} ${path} ${bytes ?? ''}`)
    // Nothing else makes entries durable.
    if (operation !== 'sync' && operation !== 'syncFolder') return
    this.becameDurable(this.#parts.world().watch.advance(), this.#parts.world().runOf())
  }

  /** This run of the market made lines durable. */
  becameDurable(lines: readonly DurableLine[], run: number): void {
    for (const { text } of lines) {
      if (text.includes('"by":"market"')) this.#parts.coverage.count('market: an order expired')
      if (text.includes('"shop:reopened"'))
        this.#parts.coverage.count('market: a shop opened again by itself')
    }
    this.#judge.durable(lines, run)
  }

  connected(client: SimulatedClient, link: Link, has: Has): void {
    this.#parts.onTold(`${client.name} connects by ${link.id} with ${JSON.stringify(has)}`)
    const { namespace } = client.parts
    this.#links.set(link, {
      client: client.name,
      buyerId: client.buyerId,
      seesHidden: namespace === '/seller',
      has,
      seq: null,
      isOpened: false,
    })
  }

  sent(client: SimulatedClient, command: Command): void {
    this.#parts.onTold(`${client.name} sends ${command.event} ${command.id}`)
    this.#judge.sent(client.buyerId, command)
  }

  replied(client: SimulatedClient, command: Command, reply: Reply): void {
    this.replies += 1
    const outcome = reply.ok ? `ok ${reply.seq}` : reply.error.code
    this.#parts.onTold(`${client.name} hears of ${command.id}: ${outcome}`)
    this.#judge.replyArrives(reply)
  }

  message(client: SimulatedClient, _link: Link, event: string, payload: unknown): void {
    const { from, seq } = payload as { from?: number; seq?: number }
    this.#parts.onTold(`${client.name} gets ${event} ${from ?? ''} ${seq ?? ''}`)
  }

  messageLeaves(link: Link, { event, json }: Message): void {
    const judged = this.#links.get(link)
    if (judged) this.#judge.messageLeaves(judged, event, JSON.parse(json), json)
  }

  replyLeaves(link: Link, event: string, payload: unknown, reply: Reply): void {
    const judged = this.#links.get(link)
    const { id, ...rest } = (payload ?? {}) as { id?: string }
    if (judged && id !== undefined) {
      this.#judge.replyLeaves(judged, { event, id, payload: rest }, reply, this.#parts.world().runOf(link))
    }
  }

  replyLost(): void {
    this.#parts.coverage.count('network: reply lost')
  }

  held(link: Link, bytes: number, changes: number): void {
    const judged = this.#links.get(link)
    if (judged) this.#judge.held(judged, bytes, changes)
  }

  signedUp(answer: SignedUp): void {
    this.#parts.onTold(`${answer.guestId} is ${answer.accountId} now`)
    this.#judge.signedUp(answer)
  }

  finish(clients: readonly SimulatedClient[], core: Core | null): void {
    if (this.#judge.isOver) return
    for (const { name, isOpen, pending, view, parts } of clients) {
      if (!isOpen || pending.size > 0 || view?.seq !== this.entries) {
        this.violated(
          'G9',
          `${name}: open ${isOpen}, ${pending.size} unknown, at ${view?.seq} of ${this.entries}`,
        )
      }
      if (view) this.#judge.shown({ name, seesHidden: parts.namespace === '/seller' }, view)
    }
    this.#judge.finish(core?.accounts.all() ?? [])
  }
}
