import type { BrowserContext, Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { list, newId } from '../support/builders/wares.ts'
import { violationsIn } from '../support/drivers/axe.ts'
import { openContext } from '../support/drivers/browser.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { Storefront } from '../support/drivers/storefront.ts'

/** The market without a network, after a visit. */

afterEach(leaveNothing)

const opened = async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  const loaf = await list(seller, { name: 'Loaf', stock: 50 })
  const context = await openContext(browser, { device: 'desktop' }, { serviceWorkers: 'allow' })
  return { market, seller, loaf, context, buyer: await Storefront.in(context, market) }
}

/** Until the service worker has what it needs to show pages. */
async function prepared(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await page.waitForFunction(async () => {
    const [pages, files] = await Promise.all([caches.open('souk-pages-1'), caches.open('souk-files-1')])
    const own = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/'))
    const known = await Promise.all(own.map(({ name }) => files.match(name, { ignoreVary: true })))
    return (await pages.keys()).length > 0 && own.length > 0 && known.every(Boolean)
  })
}

/** Everything that the worker has stored, as one text. */
const cached = (context: BrowserContext): Promise<string> =>
  context.pages()[0]!.evaluate(async () => {
    const texts: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const answer = await cache.match(request, { ignoreVary: true })
        texts.push(request.url, request.url.includes('/assets/') ? '' : ((await answer?.text()) ?? ''))
      }
    }
    return texts.join('\n')
  })

test('[offline] without a network a reload shows the last market, the orders and their codes, marked as old', async () => {
  const { market, loaf, context, buyer, seller } = await opened()
  const { page } = buyer
  const code = await buyer.buy('Loaf')
  await page.goto(`${market.url}/orders`)
  await page.getByText(code).first().waitFor()
  await page.goto(market.url)
  await buyer.card('Loaf').waitFor()
  await prepared(page)
  await context.setOffline(true)
  await seller.ok('product:restock', { id: newId(), productId: loaf.id, quantity: 7 })

  await page.reload()
  await buyer.card('Loaf').getByText('49 in stock').waitFor()
  await page.getByText('May be out of date').first().waitFor()
  expect(await page.getByRole('button', { name: 'Buy Loaf', exact: true }).count()).toBe(0)
  expect(await violationsIn(page, 'light', ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])).toEqual([])
  await page.goto(`${market.url}/orders`)
  await page.getByText(code).first().waitFor()
  await page.getByText('May be out of date').first().waitFor()
  // A page that was never seen.
  await page.goto(`${market.url}/product/${loaf.id}`)
  await page.getByRole('heading', { name: 'Loaf' }).waitFor()

  // With a network, never an old page.
  await context.setOffline(false)
  await page.goto(market.url)
  await buyer.card('Loaf').getByText('56 in stock').waitFor()
  await page.getByRole('button', { name: 'Buy Loaf', exact: true }).waitFor()
  expect(market.core.market.counters.orders).toBe(1)
  expect(await cached(context)).not.toContain(code)
})

test('[G12] nothing of a person is kept for times without a network, nor pages that are not for everybody', async () => {
  const { market, context, buyer } = await opened()
  const { page } = buyer
  const code = await buyer.buy('Loaf')
  await prepared(page)
  for (const path of ['/account', '/sell', '/board', '/orders']) await page.goto(market.url + path)
  await page.getByText(code).first().waitFor()
  const all = await cached(context)
  expect(all).toContain('/orders')
  expect(all).not.toContain(code)
  for (const path of ['/api/', '/account', '/sell', '/board', '/r/'])
    expect(all).not.toContain(market.url + path)
})

test('[offline] what is kept has a bound, and caches of other versions go', async () => {
  const { market, seller, buyer } = await opened()
  const { page } = buyer
  await page.evaluate(
    async () => void (await (await caches.open('souk-pages-0')).put('/x', new Response('x'))),
  )
  await prepared(page)
  for (let number = 0; number < 14; number += 1) {
    const { id } = await list(seller, { name: `Roll ${number}` })
    await page.goto(`${market.url}/product/${id}`, { waitUntil: 'commit' })
  }
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open('souk-pages-1')).keys()).length))
    .toBeLessThanOrEqual(12)
  expect(await page.evaluate(() => caches.keys())).not.toContain('souk-pages-0')
  expect(await page.evaluate(async () => Boolean(await caches.match('/orders', { ignoreVary: true })))).toBe(
    true,
  )
})
