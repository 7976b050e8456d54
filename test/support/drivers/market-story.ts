import { expect } from 'vitest'
import { type MarketBounds, marketBounds } from '../../../server/market/bounds.ts'
import type { CommandEnvelope } from '../../../server/market/command.ts'
import { decide } from '../../../server/market/decide.ts'
import type { Entry, Event } from '../../../server/market/event.ts'
import { evolve } from '../../../server/market/evolve.ts'
import type { OrderState } from '../../../server/market/order.ts'
import type { Decision, MarketRefusal } from '../../../server/market/outcome.ts'
import type { ProductState, ShopState, Subject } from '../../../server/market/state.ts'
import { draftOf } from '../../../server/store/draft.ts'
import type { DurableMarket } from '../../../server/store/durable-market.ts'
import { movementsOf } from '../../../server/store/ledger-page.ts'
import { entryVersion } from '../../../server/versions/steps.ts'
import { openMarket, openShop } from '../builders/market-commands.ts'
import { newMarket } from '../builders/new-market.ts'

/** What a story may set: bounds that a test can reach, the clock's time, and the random number. */
interface Setting {
  bounds: MarketBounds
  at: number
  random: number
}

/** A refusal's code and fields, without its message for people. */
export function bare(refusal: MarketRefusal): Record<string, unknown> {
  return 'message' in refusal ? { ...refusal, message: undefined } : { ...refusal }
}

/** The entry that an accepted command becomes. */
export function entryOf(
  { id, actor, payloadHash, command }: CommandEnvelope,
  events: Event[],
  seq: number,
  at: number,
): Entry {
  const entry: Entry = { v: entryVersion, seq, at, id, actor: actor.id, events }
  return command.type === 'purchase:create' ? entry : { ...entry, content: payloadHash }
}

/** What `decide` returned for a command, to be compared with what it should return. */
export class Verdict {
  readonly decision: Decision
  constructor(decision: Decision) {
    this.decision = decision
  }
  /** It was accepted with exactly these events. */
  makes(...events: Event[]): void {
    expect(this.decision).toStrictEqual({ kind: 'accepted', events })
  }
  /** It was refused with this code, carrying exactly this. */
  refuses(code: MarketRefusal['code'], carried: Record<string, unknown> = {}): void {
    const said = this.decision.kind === 'refused' ? bare(this.decision.refusal) : this.decision
    expect(said).toEqual({ code, ...carried })
  }
  /** It was the copy of what had its effect at `seq`. */
  repeats(seq: number, subject: Subject): void {
    expect(this.decision).toEqual({ kind: 'repeated', seq, subject })
  }
}

/** A market with a past: commands that were accepted one after the other. */
export class Story {
  readonly market: DurableMarket = newMarket()
  readonly entries: Entry[] = []
  readonly setting: Setting = { bounds: { ...marketBounds }, at: 1_000, random: 0 }

  /** Sets bounds, time or random number for what follows. */
  with({ bounds, ...setting }: Partial<Omit<Setting, 'bounds'>> & { bounds?: Partial<MarketBounds> }): this {
    Object.assign(this.setting, setting)
    Object.assign(this.setting.bounds, bounds)
    return this
  }

  /** These happen, and each is accepted. */
  and(...envelopes: CommandEnvelope[]): this {
    for (const envelope of envelopes) {
      const { decision } = this.when(envelope)
      expect(decision, `${envelope.command.type} is accepted`).toMatchObject({ kind: 'accepted' })
    }
    return this
  }

  /** Decides a command, and applies it when it was accepted, by way of a draft as the queue does. */
  when(envelope: CommandEnvelope): Verdict {
    const { bounds, at, random } = this.setting
    const draft = draftOf(this.market)
    const decision = decide(draft, envelope, { at, random }, bounds)
    if (decision.kind === 'accepted') {
      const entry = entryOf(envelope, decision.events, this.seq + 1, at)
      evolve(draft, entry)
      draft.merge()
      this.entries.push(entry)
    }
    return new Verdict(decision)
  }

  get seq(): number {
    return this.market.counters.seq
  }
  product(id: number): ProductState {
    return found(this.market.products.get(id))
  }
  shop(id: number): ShopState {
    return found(this.market.shops.get(id))
  }
  order(id: string): OrderState {
    return found(this.market.orders.get(id))
  }
  /** A product's ledger, as `kind quantity → stock`. */
  ledger(productId: number): string[] {
    return movementsOf(this.market, productId).map(
      ({ kind, quantity, stock }) => `${kind} ${quantity} → ${stock}`,
    )
  }
}

function found<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('the story has no such thing')
  return thing
}

/** A market before its first entry. */
export const nothing = (): Story => new Story()

/** An open market with the house shop, shop 1, and these commands. */
export const given = (...envelopes: CommandEnvelope[]): Story =>
  nothing().and(openMarket(), openShop(), ...envelopes)
