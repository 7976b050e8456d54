import { percentile, type RushTally } from './rush-tally.ts'

/** What the crowd reports while it shops, and at the end. */

const ms = (value: number): string => `${value.toFixed(1)} ms`

/** The progress, as one line. */
export function progressLine(tally: RushTally, secondsLeft: number, connected: number): string {
  const refused = [...tally.refusals.values()].reduce((sum, count) => sum + count, 0)
  return [
    `${Math.ceil(secondsLeft)} s left`,
    `${connected} in step`,
    `${tally.orders} orders`,
    `${tally.units} units`,
    `${refused} refused`,
    `p50 ${ms(percentile(tally.replyMs, 0.5))}`,
  ].join(' · ')
}

export interface Checked {
  ledgers: number
  faults: readonly string[]
}

/** The final summary. */
export function summaryLines(tally: RushTally, elapsedMs: number, { ledgers, faults }: Checked): string[] {
  const perSecond = (tally.orders / (elapsedMs / 1_000)).toFixed(1)
  const refusals = [...tally.refusals].sort(([, one], [, other]) => other - one)
  return [
    `Orders      ${tally.orders} (${perSecond} a second), ${tally.units} units, ${tally.cancelled} cancelled`,
    `Refused     ${refusals.map(([code, count]) => `${code} ${count}`).join(', ') || 'none'}`,
    `Reply time  p50 ${ms(percentile(tally.replyMs, 0.5))}, p99 ${ms(percentile(tally.replyMs, 0.99))}`,
    `Unknown     ${tally.unknown}; ${tally.repeated} were asked again until known`,
    ...(faults.length > 0
      ? ['NOT RIGHT:', ...faults]
      : [`Nothing was oversold: the ledgers of ${ledgers} products add up, and no stock was ever below 0.`]),
  ]
}
