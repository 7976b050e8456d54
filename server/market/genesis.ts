import { refuse } from '../../shared/refusals.ts'
import type { MarketOpened, MarketRestored } from './event.ts'
import type { Market } from './market.ts'
import { accepted, type Decide, refused } from './outcome.ts'

/** Only the journal's first entry opens the market. */
export const decideOpenMarket: Decide<'market:open'> = (market, actor, command) => {
  const { epoch, currency, currencyDigits } = command
  if (actor.kind !== 'market') return refused(refuse('forbidden'))
  if (market.counters.seq !== 0)
    return refused(refuse('invalid', { issues: [] }, 'The market is open already.'))
  return accepted({ type: 'market:opened', epoch, currency, currencyDigits })
}

/** Continues under a new epoch after a restore. Refused for a market that was never opened. */
export const decideRestoreMarket: Decide<'market:restore'> = (market, actor, { epoch }) => {
  if (actor.kind !== 'market') return refused(refuse('forbidden'))
  if (market.counters.seq === 0 || market.counters.epoch === epoch)
    return refused(refuse('invalid', { issues: [] }, 'There is nothing to restore, or no new epoch.'))
  return accepted({ type: 'market:restored', epoch })
}

export function applyMarketOpened({ counters }: Market, event: MarketOpened): void {
  counters.epoch = event.epoch
  counters.currency = event.currency
  counters.currencyDigits = event.currencyDigits
}

export function applyMarketRestored({ counters }: Market, event: MarketRestored): void {
  counters.epoch = event.epoch
}
