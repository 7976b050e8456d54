import type { MarketBounds } from '../market/bounds.ts'
import type { Command } from '../market/command.ts'
import { decide } from '../market/decide.ts'
import { type Entry, type Event, entryVersion } from '../market/event.ts'
import { evolve } from '../market/evolve.ts'
import { subjectOf } from '../market/known.ts'
import type { Decision, MarketRefusal } from '../market/outcome.ts'
import { type DurableMarket, draftOf } from '../market/state.ts'
import { idMismatch, type Outcome } from './outcome.ts'

/** A command that waits, and whom to tell. */
export interface Waiting {
  source: string
  command: Command
  reply(outcome: Outcome): void
}

/** A batch decided on a draft: nothing of it is true before `merge`. */
export interface Batch {
  entries: readonly Entry[]
  committed: readonly { entry: Entry; source: string }[]
  outcomes: readonly { waiting: Waiting; outcome: Outcome }[]
  merge(): void
}

interface Deciding {
  at: number
  random(): number
  recall(command: Command): MarketRefusal | 'other' | null
  bounds: MarketBounds
}

/** Decides waiting commands one after the other, each on what the ones before it did. */
export function decideBatch(market: DurableMarket, waiting: readonly Waiting[], deciding: Deciding): Batch {
  const draft = draftOf(market)
  const committed: { entry: Entry; source: string }[] = []
  const refusedHere = new Map<string, { command: Command; refusal: MarketRefusal }>()
  const outcomes = waiting.map((one) => {
    const { command, source } = one
    const earlier = refusedEarlier(command, deciding, refusedHere)
    if (earlier) return { waiting: one, outcome: earlier }
    // An entry's time never falls, whatever the clock does.
    const at = Math.max(deciding.at, draft.counters.at)
    const decision = decide(draft, command, { at, random: deciding.random() }, deciding.bounds)
    if (decision.kind === 'refused') refusedHere.set(command.id, { command, refusal: decision.refusal })
    if (decision.kind !== 'accepted') return { waiting: one, outcome: outcomeOf(decision) }
    const entry = entryOf(command, decision.events, draft.counters.seq + 1, at)
    evolve(draft, entry)
    committed.push({ entry, source })
    return { waiting: one, outcome: doneBy(entry) }
  })
  return { entries: committed.map(({ entry }) => entry), committed, outcomes, merge: () => draft.merge() }
}

/** A copy of a command that was refused, in this batch or lately, is refused the same. */
function refusedEarlier(
  command: Command,
  deciding: Deciding,
  refusedHere: Map<string, { command: Command; refusal: MarketRefusal }>,
): Outcome | null {
  const here = refusedHere.get(command.id)
  if (here) {
    const same = here.command.actor.id === command.actor.id && here.command.content === command.content
    return same ? { kind: 'refused', refusal: here.refusal } : idMismatch
  }
  const before = deciding.recall(command)
  if (!before) return null
  return before === 'other' ? idMismatch : { kind: 'refused', refusal: before }
}

const outcomeOf = (decision: Exclude<Decision, { kind: 'accepted' }>): Outcome =>
  decision.kind === 'refused'
    ? decision
    : { kind: 'done', seq: decision.seq, subject: decision.subject, repeated: true }

const doneBy = (entry: Entry): Outcome => ({
  kind: 'done',
  seq: entry.seq,
  subject: subjectOf(entry),
  repeated: false,
})

function entryOf({ id, actor, content, wish }: Command, events: Event[], seq: number, at: number): Entry {
  const entry: Entry = { v: entryVersion, seq, at, id, actor: actor.id, events }
  // A purchase's content is its order's lines.
  if (wish.type !== 'purchase:create') entry.content = content
  return entry
}
