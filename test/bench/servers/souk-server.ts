import { bounds } from '../../../server/bounds.ts'
import { readConfig } from '../../../server/config.ts'
import { serve } from '../../../server/serve.ts'

/** A market with its limits on, so that their cost is measured, but high enough for buyers faster than people. */
const plenty = 1_000_000_000
const ofPeople = [
  ...(['ordersPerGuestAtOnce', 'ordersPerGuestPerHour', 'ordersPerAddressPerHour'] as const),
  ...(['ordersPerAddressPerDay', 'cancellationsPerBuyerAtOnce', 'cancellationsPerAddressPerHour'] as const),
  ...(['newGuestsPerAddressPerHour', 'newGuestsPerAddressPerDay'] as const),
  'guestSessionsPerAddressPerHour' as const,
]

await serve(readConfig(process.env), {
  ...bounds,
  market: { ...bounds.market, openOrdersPerGuestMax: plenty },
  rates: { ...bounds.rates, ...Object.fromEntries(ofPeople.map((name) => [name, plenty])) },
})
