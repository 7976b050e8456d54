import { Counter, collectDefaultMetrics, Gauge, Histogram, type Metric, Registry } from 'prom-client'
import { type BoundUse, ratioOf } from '../../shared/protocol/operator-messages.ts'
import { ReplyTally } from './reply-tally.ts'

/** What is read on request instead of being kept up to date. */
export interface Readings {
  connections(): number
  queueLength(): number
  fastPath(): { isOn: boolean; fallbacks: number }
  seq(): number
  /** Open Socket.IO connections by what carries them. */
  transports(): Readonly<Record<string, number>>
  /** Seconds since the last snapshot was saved; null before the first. */
  snapshotAgeSeconds(): number | null
  capacity(): Promise<readonly BoundUse[]>
}

const secondsBuckets = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

/** Everything in `/metrics`, in Prometheus' text format. No label has more than a few dozen values. */
export class Metrics {
  readonly registry = new Registry()
  readonly #batch = new Histogram({
    name: 'souk_batch_commands',
    help: 'Commands decided per batch.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000],
    registers: [this.registry],
  })
  readonly #commit = new Histogram({
    name: 'souk_commit_seconds',
    help: 'From taking a batch to its being durable.',
    buckets: secondsBuckets,
    registers: [this.registry],
  })
  readonly #answers = new ReplyTally(secondsBuckets)
  readonly #encodings = new Counter({
    name: 'souk_broadcast_encodings_total',
    help: 'Messages encoded; each is encoded once, however many clients it goes to.',
    labelNames: ['event'],
    registers: [this.registry],
  })
  readonly #tick = new Histogram({
    name: 'souk_broadcast_tick_seconds',
    help: 'How long one tick of the broadcast took.',
    buckets: secondsBuckets,
    registers: [this.registry],
  })

  constructor() {
    const answers = this.#answers
    new Counter({
      name: 'souk_commands_total',
      help: "Clients' events by outcome.",
      labelNames: ['event', 'code'],
      registers: [this.registry],
      collect() {
        this.reset()
        for (const { event, code, count } of answers.counts()) this.inc({ event, code }, count)
      },
    })
    const replies = {
      name: 'souk_reply_seconds',
      help: "From a client's event to its reply.",
      type: 'histogram',
    }
    const read = async () => ({ ...replies, values: answers.samples(replies.name), aggregator: 'sum' })
    this.registry.registerMetric({ ...replies, get: read } as unknown as Metric)
  }

  /** Adds the gauges that are read on request, those of the process included. */
  observe(readings: Readings): void {
    collectDefaultMetrics({ register: this.registry })
    this.#gauge('souk_connections', 'Streams open now, over all namespaces and feeds.', readings.connections)
    new Gauge({
      name: 'souk_socket_io_connections',
      help: 'Socket.IO connections open now, by transport.',
      labelNames: ['transport'],
      registers: [this.registry],
      collect() {
        for (const [transport, count] of Object.entries(readings.transports())) this.set({ transport }, count)
      },
    })
    this.#gauge('souk_fast_path', 'Is the fast path for sockets on? 1 or 0.', () =>
      Number(readings.fastPath().isOn),
    )
    this.#gauge(
      'souk_fast_path_fallbacks',
      'WebSocket streams without the fast path although it is on.',
      () => readings.fastPath().fallbacks,
    )
    this.#gauge('souk_queue_length', 'Commands that wait.', readings.queueLength)
    this.#gauge('souk_seq', "The last entry's place in the journal.", readings.seq)
    this.#gauge('souk_snapshot_age_seconds', 'Since the last snapshot; -1 before the first.', () => {
      return readings.snapshotAgeSeconds() ?? -1
    })
    this.#observeBounds(readings)
  }

  /** What can be full, in three gauges that share one reading. */
  #observeBounds({ capacity }: Readings): void {
    let reading: Promise<readonly BoundUse[]> | null = null
    const read = () => {
      reading ??= capacity().finally(() => {
        reading = null
      })
      return reading
    }
    const gauge = (name: string, help: string, pick: (use: BoundUse) => number) =>
      new Gauge({
        name,
        help,
        labelNames: ['bound'],
        registers: [this.registry],
        async collect() {
          for (const use of await read()) this.set({ bound: use.name }, pick(use))
        },
      })
    gauge('souk_bound_used', 'How much of a bound of the market is used.', ({ used }) => used)
    gauge('souk_bound_max', 'How much of it there may be.', ({ max }) => max)
    gauge('souk_bound_used_ratio', 'The share that is used: warn at 0.8, act at 0.95.', ratioOf)
  }

  /** The same for what bounds the connections. */
  observeCap(cap: { readonly max: number; readonly dropped: number }): void {
    this.#gauge('souk_connections_max', 'TCP connections that fit beside files.', () => cap.max)
    this.#gauge(
      'souk_connections_dropped',
      'TCP connections closed at once for want of room.',
      () => cap.dropped,
    )
  }

  committed(commands: number, tookMs: number): void {
    this.#batch.observe(commands)
    this.#commit.observe(tookMs / 1_000)
  }

  answered(event: string, code: string, tookMs: number): void {
    this.#answers.add(event, code, tookMs)
  }

  encoded(event: string): void {
    this.#encodings.inc({ event })
  }

  ticked(tookMs: number): void {
    this.#tick.observe(tookMs / 1_000)
  }

  #gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read())
      },
    })
  }
}
