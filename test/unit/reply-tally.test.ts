import fc from 'fast-check'
import { Counter, Histogram, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { Metrics } from '../../server/metrics/metrics.ts'
import { ReplyTally } from '../../server/metrics/reply-tally.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

const buckets = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

interface Observed {
  event: string
  code: string
  tookMs: number
}

const observed = fc.record({
  event: fc.constantFrom('purchase:create', 'order:list', 'unknown'),
  code: fc.constantFrom('ok', 'out_of_stock', 'invalid'),
  tookMs: fc.oneof(
    // Exactly at a bound too: a bucket includes its bound.
    fc.constantFrom(...buckets.map((seconds) => seconds * 1_000), 0, 1e9),
    fc.double({ min: 0, max: 20_000, noNaN: true }),
  ),
})

/** The lines of the two reply metrics, as the library itself reports them. */
async function linesByLibrary(all: readonly Observed[]): Promise<string> {
  const registry = new Registry()
  const counter = new Counter({
    name: 'souk_commands_total',
    help: "Clients' events by outcome.",
    labelNames: ['event', 'code'],
    registers: [registry],
  })
  const histogram = new Histogram({
    name: 'souk_reply_seconds',
    help: "From a client's event to its reply.",
    labelNames: ['event'],
    buckets,
    registers: [registry],
  })
  for (const { event, code, tookMs } of all) {
    counter.inc({ event, code })
    histogram.observe({ event }, tookMs / 1_000)
  }
  return registry.metrics()
}

async function linesByUs(all: readonly Observed[]): Promise<string> {
  const metrics = new Metrics()
  for (const { event, code, tookMs } of all) metrics.answered(event, code, tookMs)
  return linesOf(metrics)
}

async function linesOf({ registry }: Metrics): Promise<string> {
  const names = ['souk_commands_total', 'souk_reply_seconds']
  const parts = await Promise.all(names.map((name) => registry.getSingleMetricAsString(name)))
  return `${parts.join('\n\n')}\n`
}

const sorted = (lines: string): string[] => lines.split('\n').sort()

test('[metrics] replies counted here are reported as by the library', async () => {
  await assertHolds(
    fc.asyncProperty(fc.array(observed, { minLength: 1, maxLength: 60 }), async (all) => {
      expect(sorted(await linesByUs(all))).toEqual(sorted(await linesByLibrary(all)))
    }),
    { numRuns: 100 },
  )
})

test('[metrics] the lines of a histogram are grouped by event, with rising buckets', async () => {
  const all = ['b', 'a', 'b'].map((event, index) => ({ event, code: 'ok', tookMs: index }))
  const [ours, theirs] = [await linesByUs(all), await linesByLibrary(all)].map((lines) =>
    lines.split('\n').filter((line) => line.startsWith('souk_reply_seconds')),
  )
  expect(ours).toEqual(theirs)
})

test('[metrics] reading twice counts nothing twice', async () => {
  const metrics = new Metrics()
  metrics.answered('purchase:create', 'ok', 3)
  const once = await linesOf(metrics)
  expect(await linesOf(metrics)).toBe(once)
  expect(once).toContain('souk_commands_total{event="purchase:create",code="ok"} 1')
})

test('[metrics] an empty tally has no lines', () => {
  const tally = new ReplyTally([1])
  expect([[...tally.counts()], tally.samples('any')]).toEqual([[], []])
})
