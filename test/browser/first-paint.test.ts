import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { list, newId } from '../support/builders/wares.ts'
import { violationsIn } from '../support/drivers/axe.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'

/** Pages as the server writes them, and how the app takes over. */

afterEach(leaveNothing)

const devices = ['phone', 'desktop'] as const

const writtenBy = async ({ url }: { url: string }, path: string) =>
  String((await get(url + path, { accept: 'text/html' })).body)

const marketOf = async (products: number) => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  for (let number = 1; number <= products; number += 1) {
    const name = `Loaf ${number}`
    await list(seller, { name, price: 100 * number, stock: 5, description: `Baked at ${number}` })
  }
  // The first page after a start may be sent before the thread that writes pages has started.
  await expect.poll(() => writtenBy(market, '/'), { timeout: 20_000 }).toContain('id="first-paint"')
  return { market, browser, seller }
}

/** Holds the app's scripts back until `let` is called. */
async function holdScripts(page: Page): Promise<{ let: () => void }> {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  await page.route(/\.js$/, async (route) => {
    await opened
    await route.continue()
  })
  return { let: open }
}

describe('[first paint] pages without JavaScript', () => {
  test('[first paint] show what is sold, with price and stock, and link to it', async () => {
    const { market, browser } = await marketOf(3)
    const context = await openContext(browser, { device: 'phone' }, { javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(market.url)
    const card = page.locator('[data-product]').filter({ hasText: 'Loaf 2' })
    expect(await card.textContent()).toMatch(/€2\.00[\s\S]*5/)
    expect(await page.content()).toContain('allow this page to run JavaScript')
    expect(await page.getByText('Loading').count()).toBe(0)
    await card.getByRole('link', { name: 'Loaf 2' }).click()
    await page.getByRole('heading', { name: 'Loaf 2' }).waitFor()
    await page.getByText('Baked at 2').waitFor()
    await page.getByRole('link', { name: 'Souk' }).last().click()
    await page.getByRole('link', { name: 'Loaf 3' }).waitFor()
  })

  test('[first paint] are as live as the last two seconds, and never show what is hidden', async () => {
    const { market, seller } = await marketOf(1)
    const hidden = await list(seller, { name: 'The drop', status: 'hidden' })
    const textOf = (path: string) => writtenBy(market, path)
    expect(await textOf('/')).toContain('Loaf 1')
    await list(seller, { name: 'Fresh loaf' })
    await expect.poll(() => textOf('/'), { timeout: 10_000 }).toContain('Fresh loaf')
    for (const path of ['/', `/product/${hidden.id}`]) expect(await textOf(path)).not.toContain('The drop')
  })

  test('[G13] escape every text of a seller', async () => {
    const { market, seller } = await marketOf(0)
    const name = '<img src=x onerror=alert(1)>"\'&'
    const product = await list(seller, { name, description: '</main><script>alert(1)</script>' })
    await seller.ok('shop:update', { id: newId(), name: '<b>House</b>' })
    for (const path of ['/', `/product/${product.id}`, '/shop/house']) {
      await expect.poll(() => writtenBy(market, path), { timeout: 10_000 }).toContain('&lt;img src=x')
      const body = await writtenBy(market, path)
      expect(body).not.toMatch(/<img src=x|<b>House|<script>alert/)
    }
  })

  test('[work] a market of 1,000 products has a page as small as one of 60', async () => {
    const { market } = await marketOf(1_000)
    await expect.poll(() => writtenBy(market, '/')).toContain('Loaf 1000')
    // Without the styles, which a visitor's first page contains.
    const known = { accept: 'text/html', cookie: 'souk_session=old' }
    expect((await get(market.url, known)).body.length).toBeLessThan(100_000)
  })
})

describe('[first paint] the app takes over', () => {
  for (const device of devices) {
    test(`[first paint] on a ${device} without moving anything, and with the place kept`, async () => {
      const { market, browser } = await marketOf(30)
      const context = await openContext(browser, { device })
      const page = await context.newPage()
      const scripts = await holdScripts(page)
      await page.goto(market.url, { waitUntil: 'commit' })
      await page.locator('#first-paint [data-product]').first().waitFor()
      const placesOf = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('header a, header input, [data-product] h2, [data-product] button')]
            .map((element) => {
              const { x, y, width, height } = element.getBoundingClientRect()
              return [element.textContent, x, y, width, height] as const
            })
            // What is for another width is there, and not shown.
            .filter(([, , , width]) => width > 0)
            .slice(0, 20),
        )
      await page.evaluate(async () => void (await document.fonts.ready))
      await page.evaluate(watchShifts)
      await page.evaluate(() => window.scrollTo(0, 150))
      const before = await placesOf()
      expect(before.length).toBeGreaterThan(10)
      scripts.let()
      await page.locator('#root [data-product]').first().waitFor()
      expect(await page.locator('#first-paint').count()).toBe(0)
      expect(await placesOf()).toEqual(before)
      expect(await page.evaluate(() => window.scrollY)).toBe(150)
      expect(await page.evaluate(() => (globalThis as unknown as { shifted: number }).shifted)).toBeLessThan(
        0.01,
      )
    })
  }

  test('[first paint] what was typed and focused before is not lost', async () => {
    const { market, browser } = await marketOf(3)
    const page = await (await openContext(browser, { device: 'desktop' })).newPage()
    const scripts = await holdScripts(page)
    await page.goto(market.url, { waitUntil: 'commit' })
    const field = page.getByRole('searchbox')
    await field.fill('loaf 2')
    scripts.let()
    await page.waitForURL(/q=loaf/)
    expect(await field.inputValue()).toBe('loaf 2')
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  test('[first paint] a press before any script has run is answered once the app can', async () => {
    const { market, browser } = await marketOf(3)
    const page = await (await openContext(browser, { device: 'phone' })).newPage()
    const scripts = await holdScripts(page)
    await page.goto(market.url, { waitUntil: 'commit' })
    await page.getByRole('button', { name: 'Add Loaf 2 to the cart' }).click()
    scripts.let()
    await page.getByRole('button', { name: /^View cart · 1 ·/ }).waitFor()
  })

  test('[first paint] after a paint that waits for no style, and breaks no rule of the content policy', async () => {
    const { market, browser } = await marketOf(30)
    const page = await (await openContext(browser, { device: 'phone' })).newPage()
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    const styles: string[] = []
    page.on('request', (request) => request.resourceType() === 'stylesheet' && styles.push(request.url()))
    const scripts = await holdScripts(page)
    await page.goto(market.url, { waitUntil: 'commit' })
    const written = page.locator('#first-paint [data-product]').first()
    await written.waitFor()
    const lookOf = (root: string) =>
      page.evaluate((within) => {
        const styleOf = (selector: string) => {
          const element = document.querySelector(`${within} [data-product] ${selector}`)
          return element && getComputedStyle(element)
        }
        return [styleOf('[data-plain]')?.backgroundColor, styleOf('[aria-hidden] > span')?.transform]
      }, root)
    const before = await lookOf('#first-paint')
    expect(before).toEqual([expect.stringMatching(/^oklch/), expect.stringMatching(/^matrix\(0?\./)])
    expect(styles).toEqual([])
    scripts.let()
    await page.locator('#root [data-product]').first().waitFor()
    expect(await lookOf('#root')).toEqual(before)
    expect(errors).toEqual([])
  })

  test('[first paint] and the next visit has the styles already', async () => {
    const { market, browser } = await marketOf(3)
    const context = await openContext(browser, { device: 'phone' }, { serviceWorkers: 'block' })
    const page = await context.newPage()
    const isShown = () => page.locator('#root [data-product]').first().waitFor()
    const files = () =>
      page.evaluate(() =>
        (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
          .filter(({ name }) => name.endsWith('.css'))
          .map(({ transferSize, responseEnd }) => ({ isSent: transferSize > 0, isDone: responseEnd > 0 })),
      )
    await page.goto(market.url)
    await isShown()
    await expect.poll(files).toEqual([{ isSent: true, isDone: true }])
    await page.goto(`${market.url}/orders`)
    expect(await page.locator('link[rel="stylesheet"]').count()).toBe(1)
    expect(await files()).toEqual([{ isSent: false, isDone: true }])
  })

  test('[first paint] from a page that passes the rules for all people', async () => {
    const { market, browser } = await marketOf(3)
    const page = await (await openContext(browser, { device: 'phone' })).newPage()
    await page.goto(market.url)
    await page.locator('#root [data-product]').first().waitFor()
    expect(await violationsIn(page, 'light', ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])).toEqual([])
  })
})

/** Runs in the page. */
function watchShifts(): void {
  const counting = globalThis as unknown as { shifted: number }
  counting.shifted = 0
  new PerformanceObserver((entries) => {
    for (const entry of entries.getEntries()) {
      const { value, hadRecentInput } = entry as unknown as { value: number; hadRecentInput: boolean }
      if (!hadRecentInput) counting.shifted += value
    }
  }).observe({ type: 'layout-shift' })
}
