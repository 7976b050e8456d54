import { setTimeout as wait } from 'node:timers/promises'
import { launchBrowser, openContext } from '../../support/drivers/browser.ts'
import { differenceOf, PageMeter, sumOf } from '../market/page-cost.ts'
import { openPageMarket } from '../market/page-market.ts'
import type { Result } from '../report.ts'
import { browserResult } from './browser.ts'

const products = 1_000
const changesPerSecond = 20
const roundMs = 10_000

/** A board that runs for `minutes`: what a change costs it, and whether its heap grows. */
export async function benchBoard({ minutes }: { minutes: number }): Promise<Result[]> {
  const market = await openPageMarket(products)
  const browser = await launchBrowser()
  try {
    const page = await (await openContext(browser, { device: 'desktop' })).newPage()
    await page.goto(`${market.url}/board?rotate=5`)
    await page.getByText('LIVE').waitFor()
    const meter = await PageMeter.of(page)
    const started = performance.now()
    const minutesGone = () => (performance.now() - started) / 60_000
    const costs: number[] = []
    const earlyMinutes = Math.min(5, minutes / 2)
    let earlyMb = Number.NaN
    while (minutesGone() < minutes) {
      costs.push(await costOfRound(market, meter))
      if (Number.isNaN(earlyMb) && minutesGone() >= earlyMinutes) earlyMb = await meter.heapMb()
    }
    const lateMb = await meter.heapMb()
    console.log(
      `heap after ${earlyMinutes.toFixed(1)} minutes ${earlyMb.toFixed(2)} MB, after ${minutesGone().toFixed(1)} minutes ${lateMb.toFixed(2)} MB`,
    )
    const what = `board, ${changesPerSecond} changes/s of ${products} products, script + style + layout a change, ms`
    return [browserResult(what, 6, costs)]
  } finally {
    await browser.close()
    await market.close()
  }
}

async function costOfRound(
  market: { change(count: number): Promise<void> },
  meter: PageMeter,
): Promise<number> {
  const before = await meter.cost()
  const changes = (roundMs / 1_000) * changesPerSecond
  for (let change = 0; change < changes; change += 1) {
    await market.change(1)
    await wait(1_000 / changesPerSecond)
  }
  return sumOf(differenceOf(await meter.cost(), before)) / changes
}
