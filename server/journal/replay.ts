import type { MarketBounds } from '../market/bounds.ts'
import { evolve, evolveForgotten } from '../market/evolve.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { EntryTaker } from './journal-reader.ts'

/** Takes a journal's entries into a market that nobody has seen yet, as `evolve` would one by one. */
export function replayInto(market: DurableMarket, { rememberedEntriesMax }: MarketBounds): EntryTaker {
  /** Up to which seq ids will be forgotten by the end: they need not be remembered. */
  let forgottenSeq = 0
  return {
    begin: (leastSeq) => {
      forgottenSeq = leastSeq - rememberedEntriesMax
    },
    entries: (entries) => {
      for (const entry of entries) {
        if (entry.seq <= forgottenSeq) evolveForgotten(market, entry)
        else evolve(market, entry)
      }
    },
  }
}
