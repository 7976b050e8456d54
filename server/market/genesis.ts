import { refuse } from '../../shared/refusals.ts'
import type { Actor, Command } from './command.ts'
import type { MarketOpened, MarketRestored } from './event.ts'
import type { Market } from './market.ts'
import { accepted, type Decision, refused } from './outcome.ts'

/** Only the journal's first entry opens the market. */
export function decideOpenMarket(
  market: Market,
  actor: Actor,
  { epoch, currency, currencyDigits }: Extract<Command, { type: 'market:open' }>,
): Decision {
  if (actor.kind !== 'market') return refused(refuse('forbidden'))
  if (market.counters.seq !== 0)
    return refused(refuse('invalid', { issues: [] }, 'The market is open already.'))
  return accepted({ type: 'market:opened', epoch, currency, currencyDigits })
}

/** Continues under a new epoch after a restore. Refused for a market that was never opened. */
export function decideRestoreMarket(
  market: Market,
  actor: Actor,
  { epoch }: Extract<Command, { type: 'market:restore' }>,
): Decision {
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
