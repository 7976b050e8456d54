import { type Config, ConfigError } from './config.ts'
import { Explained } from './errors/explained.ts'
import type { Command } from './market/command.ts'
import type { Random } from './os/clock.ts'
import { derivedId, submitOwn } from './queue/own-commands.ts'
import type { CommandQueue } from './queue/queue.ts'
import type { DurableMarket } from './store/durable-market.ts'

/**
 * Makes a new market's first two entries: its epoch and currency, and the house shop. Does only what is missing, so that
 * the next start completes what a crash interrupted. Throws a {@link ConfigError} if the configuration has another
 * currency than the market.
 */
export async function bootstrap(
  market: DurableMarket,
  queue: CommandQueue,
  random: Random,
  config: Pick<Config, 'marketName' | 'currency' | 'currencyDigits'>,
): Promise<void> {
  const { currency, currencyDigits } = config
  if (market.counters.seq === 0) {
    await submit(queue, derivedId('market:open'), {
      type: 'market:open',
      epoch: random.uuid(),
      currency,
      currencyDigits,
    })
  }
  if (market.counters.currency !== currency) {
    const kept = market.counters.currency
    throw new ConfigError(
      `SOUK_CURRENCY is ${currency}, but this market counts in ${kept}. Set it to ${kept}.`,
    )
  }
  if (market.counters.lastShopId === 0) await submit(queue, derivedId('house'), houseShop(config.marketName))
}

/** A market that continues from a copy is another history: clients of the former one start anew. */
export function renewEpoch(queue: CommandQueue, random: Random): Promise<void> {
  return submit(queue, random.uuid(), { type: 'market:restore', epoch: random.uuid() })
}

const houseShop = (name: string): Command => ({
  type: 'shop:open',
  sellerId: 'operator',
  slug: 'house',
  name,
  description: '',
  pickupNote: '',
  lowStockAt: 5,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
})

/** Of several nodes that submit a command with the same id, one is the first. Throws when it is refused. */
async function submit(queue: CommandQueue, id: string, command: Command): Promise<void> {
  const outcome = await submitOwn(queue, id, command)
  if (outcome.kind !== 'refused') return
  if (outcome.refusal.code === 'unavailable')
    throw new Explained('The disk of SOUK_DATA is full. Free some space on it, and start again.')
  throw new Error(`${command.type} was refused: ${outcome.refusal.code}`)
}
