import type { MarketBounds } from '../market/bounds.ts'
import type { CommandEnvelope } from '../market/command.ts'
import { decide } from '../market/decide.ts'
import type { Entry, Event } from '../market/event.ts'
import { evolve } from '../market/evolve.ts'
import { knownOutcome, subjectOf } from '../market/idempotency.ts'
import type { Decision } from '../market/outcome.ts'
import { draftOf } from '../store/draft.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { entryVersion } from '../versions/steps.ts'
import type { Outcome } from './outcome.ts'
import { answerAfter, type Refused, refusedOf } from './rejection-cache.ts'

/** A waiting command, and the callback for its reply. */
export interface Waiting {
  source: string
  envelope: CommandEnvelope
  reply(outcome: Outcome): void
}

/** A batch decided on a draft. Nothing takes effect before `merge`. */
export interface Batch {
  entries: readonly Entry[]
  committed: readonly { entry: Entry; source: string }[]
  outcomes: readonly { waiting: Waiting; outcome: Outcome }[]
  merge(): void
}

interface Deciding {
  at: number
  random(): number
  /** The refusal that the command's id got recently. */
  recall(envelope: CommandEnvelope): Refused | null
  bounds: MarketBounds
}

/** Decides waiting commands in order, each on the results of those before it. */
export function decideBatch(market: DurableMarket, waiting: readonly Waiting[], deciding: Deciding): Batch {
  const draft = draftOf(market)
  const committed: { entry: Entry; source: string }[] = []
  const refusedHere = new Map<string, Refused>()
  const outcomes = waiting.map((one) => {
    const { envelope, source } = one
    // A known id gets its outcome, even if the id was refused elsewhere or for another command.
    const earlier = refusedHere.get(envelope.id) ?? deciding.recall(envelope)
    if (earlier && !knownOutcome(draft, envelope, deciding.bounds))
      return { waiting: one, outcome: answerAfter(draft, envelope, earlier) }
    // The time of entries never decreases, even if the clock does.
    const at = Math.max(deciding.at, draft.counters.at)
    const decision = decide(draft, envelope, { at, random: deciding.random() }, deciding.bounds)
    if (decision.kind === 'refused' && decision.refusal.code !== 'id_mismatch')
      refusedHere.set(envelope.id, refusedOf(envelope, decision.refusal))
    if (decision.kind !== 'accepted') return { waiting: one, outcome: outcomeOf(decision) }
    const entry = entryOf(envelope, decision.events, draft.counters.seq + 1, at)
    evolve(draft, entry)
    committed.push({ entry, source })
    return { waiting: one, outcome: doneBy(entry) }
  })
  return { entries: committed.map(({ entry }) => entry), committed, outcomes, merge: () => draft.merge() }
}

/** The outcome of a command that changes nothing. */
export const outcomeOf = (decision: Exclude<Decision, { kind: 'accepted' }>): Outcome =>
  decision.kind === 'refused'
    ? decision
    : { kind: 'done', seq: decision.seq, subject: decision.subject, repeated: true }

const doneBy = (entry: Entry): Outcome => ({
  kind: 'done',
  seq: entry.seq,
  subject: subjectOf(entry),
  repeated: false,
})

function entryOf(
  { id, actor, payloadHash, command }: CommandEnvelope,
  events: Event[],
  seq: number,
  at: number,
): Entry {
  const entry: Entry = { v: entryVersion, seq, at, id, actor: actor.id, events }
  // A purchase needs none: the lines of its order tell it apart.
  if (command.type !== 'purchase:create') entry.content = payloadHash
  return entry
}
