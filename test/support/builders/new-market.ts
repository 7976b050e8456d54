import type { Containers } from '../../../server/store/containers.ts'
import { type DurableMarket, emptyMarket } from '../../../server/store/durable-market.ts'
import { seededRandom } from '../../../shared/seeded-random.ts'
import { randomFrom } from '../doubles/random-port.ts'

/** A market before its first entry. */
export const newMarket = (containers?: Containers): DurableMarket =>
  emptyMarket(randomFrom(seededRandom(1)), containers)
