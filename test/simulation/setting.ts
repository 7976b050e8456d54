import { type Bounds, bounds } from '../../server/bounds.ts'
import type { SeededRandom } from '../../shared/seeded-random.ts'

/** The parameters of one run, drawn from its seed. */
export interface Setting {
  durationMs: number
  buyers: number
  sellers: number
  boards: number
  thinkMs: number
  latencyMsMax: number
  diskMsMax: number
  /** Between two faults, on average. */
  faultIntervalMs: number
  /** Products at the beginning. */
  products: number
  /** How soon the second shop's orders expire; much sooner than a real shop may set. */
  collectMinutes: number
  /** Long texts make a market that does not fit into a message. */
  descriptionLength: number
  bounds: Bounds
  rowsPerPartMax: number
}

/** Clients, a network and a machine, with limits so low that all are reached. */
export function drawSetting(random: SeededRandom, durationMs: number): Setting {
  const isLarge = random.chance(0.12)
  return {
    durationMs,
    buyers: random.integer(3, 12),
    sellers: random.integer(1, 2),
    boards: random.integer(0, 2),
    thinkMs: random.pick([150, 400, 1_000]),
    latencyMsMax: random.pick([2, 30, 150]),
    diskMsMax: random.pick([0.5, 4, 40]),
    faultIntervalMs: random.pick([3_000, 8_000, 20_000]),
    products: isLarge ? 90 : random.integer(2, 15),
    collectMinutes: random.pick([0.05, 0.2]),
    descriptionLength: isLarge ? 3_900 : 10,
    bounds: drawBounds(random, isLarge),
    rowsPerPartMax: random.pick([5, 40]),
  }
}

function drawBounds(random: SeededRandom, isLarge: boolean): Bounds {
  const resumeEntriesMax = random.pick([15, 80, 400])
  return {
    ...bounds,
    market: {
      ...bounds.market,
      productsMax: isLarge ? 120 : random.pick([20, 60]),
      productsPerShopMax: random.pick([10, 10_000]),
      deletedPerShopMax: random.pick([1, 3, 1_000]),
      ordersMax: random.chance(0.1) ? 60 : 100_000,
      ordersEverMax: random.chance(0.1) ? 150 : 200_000,
      openOrdersPerGuestMax: random.pick([4, 40]),
      idempotencyWindowEntriesMax: random.pick([60, 400, 5_000]),
    },
    journal: {
      ...bounds.journal,
      segmentBytesMax: random.pick([3_000, 15_000, 80_000]),
      readChunkBytes: 8_192,
    },
    queue: {
      ...bounds.queue,
      waitingMax: random.pick([4, 12, 200]),
      waitingPerSourceMax: random.pick([2, 10]),
      batchMax: random.pick([1, 5, 100]),
      busyBatchMin: random.pick([1, 8]),
    },
    broadcast: {
      ...bounds.broadcast,
      deliveriesPerSliceMax: 2,
      freshJoinsPerTickMax: 1,
      resumeEntriesMax,
      ringEntriesMax: resumeEntriesMax * random.integer(1, 3),
      unsentBytesMax: isLarge ? bounds.broadcast.unsentBytesMax : random.pick([12_000, 60_000]),
      pageChunkProducts: random.pick([2, 16]),
      pendingOrdersMax: random.pick([3, 500]),
      ordersPerTickMax: random.pick([2, 200]),
    },
    timekeeper: {
      startGraceMs: random.pick([0, 2_000]),
      inFlightMax: random.pick([1, 50]),
      retryMsMin: 200,
      retryMsMax: 1_600,
      waitMsMax: random.pick([1_000, 60_000]),
    },
    outbox: {
      pendingMax: random.pick([1, 10_000]),
      inFlightMax: random.pick([1, 20]),
      retryMsMin: 200,
      retryMsMax: 1_600,
      waitMsMax: 60_000,
      takeoverMs: 5_000,
    },
    socket: { ...bounds.socket, unreadQueryBytesMax: 4_000 },
    snapshot: { entriesMin: random.pick([10, 60, 300]), restFactor: random.pick([1, 20]) },
  }
}
