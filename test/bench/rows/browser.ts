import type { Browser, Page, Request } from 'playwright-core'
import { launchBrowser, openContext } from '../../support/drivers/browser.ts'
import { differenceOf, PageMeter, sumOf } from '../market/page-cost.ts'
import { openPageMarket, type PageMarket } from '../market/page-market.ts'
import { bounded, type Result } from '../report.ts'
import type { Scale } from '../scale.ts'

const products = 1_000
const changedPerTick = 50
const ticksPerRound = 20
/** Longer than the longest tick, so that each change is one of its own. */
const tickMs = 250

/**
 * What a buyer feels: the JavaScript that is loaded, how soon a page that was seen before shows something on a slow
 * phone, and what a tick costs that changes 50 of 1,000 products.
 */
export async function benchBrowser({ repetitions }: Scale): Promise<Result[]> {
  const market = await openPageMarket(products)
  const browser = await launchBrowser()
  try {
    const storefrontKb = await scriptKb(browser, `${market.url}/`)
    const boardKb = await scriptKb(browser, `${market.url}/board`)
    const first = await repeat(repetitions, () => paintMs(browser, market.url, 'first'))
    const paints = await repeat(repetitions, () => paintMs(browser, market.url, 'return'))
    const ticks = await repeat(repetitions, () => tickCosts(browser, market))
    const tick = `a tick of ${changedPerTick} of ${products} products`
    return [
      browserResult('JavaScript on /, kB on the wire', 160, [storefrontKb]),
      browserResult('JavaScript on /board, kB on the wire', 130, [boardKb]),
      browserResult('first paint on a first visit, 4× slower, fast 3G, ms', 1_500, first),
      browserResult('first paint on a return visit, 4× slower, fast 3G, ms', 1_000, paints),
      browserResult(
        `${tick}, script + style + layout, ms`,
        6,
        ticks.map(({ ms }) => ms),
      ),
      browserResult(
        `figures written by ${tick}`,
        changedPerTick,
        ticks.map(({ figures }) => figures),
      ),
    ]
  } finally {
    await browser.close()
    await market.close()
  }
}

export const browserResult = (what: string, max: number, figures: readonly number[]): Result =>
  bounded({ row: '11', what, goal: `≤ ${max}` }, figures, max)

async function repeat<Figure>(times: number, once: () => Promise<Figure>): Promise<Figure[]> {
  const results: Figure[] = []
  for (let count = 0; count < times; count += 1) results.push(await once())
  return results
}

/** The scripts that a first visit needs: those that the page's head names. What may be needed later comes later. */
async function scriptKb(browser: Browser, url: string): Promise<number> {
  const context = await openContext(browser, { device: 'phone' })
  const page = await context.newPage()
  const loaded: Request[] = []
  page.on('requestfinished', (request) => loaded.push(request))
  const [head = ''] = (await (await page.goto(url))!.text()).split('</head>')
  await page.waitForLoadState('networkidle')
  const needed = loaded.filter((request) => {
    const { pathname } = new URL(request.url())
    return pathname.endsWith('.js') && head.includes(`"${pathname}"`)
  })
  const sizes = await Promise.all(needed.map((request) => request.sizes()))
  await context.close()
  return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0) / 1_000
}

/** Shown by the app itself: what the server wrote is there before the scripts are, and before there is a session. */
const appOf = (page: Page) =>
  page
    .locator('#root')
    .getByText(/^Ware \d{4}$/)
    .first()

async function paintMs(browser: Browser, url: string, visit: 'first' | 'return'): Promise<number> {
  const context = await openContext(browser, { device: 'phone' })
  const page = await context.newPage()
  if (visit === 'return') {
    await page.goto(url)
    await appOf(page).waitFor()
  }
  // What was seen is kept for the next visit a moment later, or when the page is left.
  await page.goto('about:blank')
  const meter = await PageMeter.of(page)
  await meter.slowDown()
  const painted = await meter.nextPaint()
  await page.goto(url, { waitUntil: 'commit' })
  await painted.done
  await appOf(page).waitFor()
  const ms = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  )
  await context.close()
  return ms
}

/** What a tick costs, and how many figures it writes: of each card that renders its price, its stock, or both. */
async function tickCosts(browser: Browser, market: PageMarket): Promise<{ ms: number; figures: number }> {
  const context = await openContext(browser, { device: 'desktop' })
  const page = await context.newPage()
  await page.addInitScript(countWritten)
  await page.goto(market.url)
  await appOf(page).waitFor()
  await showAll(page)
  const meter = await PageMeter.of(page)
  await market.change(changedPerTick)
  await page.waitForTimeout(4 * tickMs)
  const before = await meter.cost()
  await page.evaluate(() => {
    ;(globalThis as unknown as { written: number }).written = 0
  })
  for (let tick = 0; tick < ticksPerRound; tick += 1) {
    await market.change(changedPerTick)
    await page.waitForTimeout(tickMs)
  }
  const cost = differenceOf(await meter.cost(), before)
  const written = await page.evaluate(() => (globalThis as unknown as { written: number }).written)
  await context.close()
  return { ms: sumOf(cost) / ticksPerRound, figures: written / ticksPerRound }
}

/** As many cards as the page will show at once. */
async function showAll(page: Page): Promise<void> {
  const more = page.getByRole('button', { name: /^Show .* more$/ })
  for (let press = 0; press < 20 && (await more.isVisible()); press += 1) await more.click()
}

/** Runs in the page, before anything else. */
function countWritten(): void {
  const counting = globalThis as unknown as { written: number }
  counting.written = 0
  const getter = Object.getOwnPropertyDescriptor(Intl.NumberFormat.prototype, 'format')!.get!
  Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
    get(this: Intl.NumberFormat) {
      const write = getter.call(this) as (amount: number) => string
      return (amount: number) => {
        counting.written += 1
        return write(amount)
      }
    },
  })
}
