import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { boardScreens } from '../support/builders/screens.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { inviteSeller, joinShopOf } from '../support/drivers/people.ts'
import { tirelessBuyers } from '../support/drivers/server.ts'

/** The board on boardScreens of each size and shape: nothing overlaps, and no name is cut that has room. */

afterEach(leaveNothing)

/** What is wrong on the board as it is now, in words. */
const faultsOn = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
    const faults: string[] = []
    const boxOf = (element: Element): DOMRect => element.getBoundingClientRect()
    const told = (element: Element): string => (element.textContent ?? '').slice(0, 60)
    const isWithin = (one: DOMRect, other: DOMRect): boolean =>
      one.left >= other.left - 1 &&
      one.right <= other.right + 1 &&
      one.top >= other.top - 1 &&
      one.bottom <= other.bottom + 1
    const overlap = (one: DOMRect, other: DOMRect): boolean =>
      one.left < other.right - 1 &&
      other.left < one.right - 1 &&
      one.top < other.bottom - 1 &&
      other.top < one.bottom - 1
    const apart = (elements: Element[]): void => {
      for (const [index, one] of elements.entries())
        for (const other of elements.slice(index + 1))
          if (overlap(boxOf(one), boxOf(other))) faults.push(`“${told(one)}” overlaps “${told(other)}”`)
    }
    const screen = new DOMRect(0, 0, window.innerWidth, window.innerHeight)
    const main = document.querySelector('main')!
    const parts = [document.querySelector('header')!, main, document.querySelector('footer')!]
    apart(parts)
    for (const part of parts) {
      if (!isWithin(boxOf(part), screen)) faults.push(`“${told(part)}” is not on the screen`)
      if (part !== main) apart([...part.children])
    }
    const rows = [...document.querySelectorAll('main li')]
    apart(rows)
    for (const row of rows) {
      if (!isWithin(boxOf(row), boxOf(main))) faults.push(`“${told(row)}” is not in the list`)
      const cells = [...row.children].filter((cell) => boxOf(cell).width > 0)
      apart(cells)
      for (const cell of cells)
        if (!isWithin(boxOf(cell), boxOf(row))) faults.push(`“${told(cell)}” is not in its row`)
      const [name, shop] = [...cells[0]!.children]
      if (shop) apart([name!, shop])
      if (name!.scrollWidth > name!.clientWidth + 1 || name!.scrollHeight > name!.clientHeight + 1)
        faults.push(`“${told(name!)}” is cut`)
    }
    return faults
  })

const names = [
  'Bun',
  'Sourdough loaf, 1 kg',
  'LP “Small Hours”, amber vinyl',
  'The Tempest, Saturday, pupils and students',
  'Stand-up at the Attic: open stage, two drinks included',
]

test.for([1, 10, 60, 1_000])(
  '[board] with %i products, on each screen nothing overlaps and no name is cut',
  async (count) => {
    const [market, browser] = await Promise.all([
      startBrowserMarket({ bounds: tirelessBuyers, environment: { SOUK_LIMITS: 'off' } }),
      startBrowser(),
    ])
    const own = await joinSeller(market)
    const other = await joinShopOf(
      market,
      await inviteSeller(market, 'ben@example.org', 'Paper Lanterns and Other Lights'),
    )
    const products = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        list(index % 2 ? own : other, {
          name: `${names[index % names.length]} ${index + 1}`,
          price: [85, 120, 2_400, 1_234_500][index % 4] ?? 0,
          stock: [1, 7, 38, 496, 12_345][index % 5] ?? 0,
        }),
      ),
    )
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
    await page.goto(`${market.url}/board?rotate=0`)
    await page.getByRole('listitem').first().waitFor()
    const [buyer] = await joinBuyers(market, 1)
    await buyer!.ok('purchase:create', purchase(products[0]!))
    for (const screen of boardScreens) {
      await page.setViewportSize(screen)
      await expect.poll(() => faultsOn(page), { timeout: 5_000 }).toEqual([])
      const pages = Number(
        /of (\d+)/.exec((await page.getByRole('list').getAttribute('aria-label')) ?? '')?.[1] ?? 1,
      )
      expect(pages, `${screen.width} × ${screen.height}`).toBeLessThanOrEqual(Math.ceil(count / 20))
      if (pages === 1) continue
      await page.getByRole('button', { name: 'Previous page' }).click()
      await expect.poll(() => faultsOn(page), { timeout: 5_000 }).toEqual([])
    }
  },
)

test('[board] what falls is loud for a while; what is sold out is struck, and sinks to the end', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  const gone = await list(seller, { name: 'Rye loaf', stock: 3 })
  await list(seller, { name: 'Bun', stock: 20 })
  const page = await (await browser.newContext({ viewport: { width: 1_280, height: 720 } })).newPage()
  await page.goto(`${market.url}/board`)
  const rows = page.getByRole('listitem')
  const order = async (): Promise<string[]> =>
    (await rows.allTextContents()).map((text) => (text.includes('Rye') ? 'Rye loaf' : 'Bun'))
  await expect.poll(order).toEqual(['Rye loaf', 'Bun'])
  const [buyer] = await joinBuyers(market, 1)
  await buyer!.ok('purchase:create', purchase(gone, 2))
  const loaf = rows.filter({ hasText: 'Rye loaf' })
  await loaf.getByText('−2').waitFor()
  await loaf.getByText('LAST ONE').waitFor()
  expect(await loaf.getAttribute('data-falls')).toBe('true')
  await expect.poll(() => page.getByText('sold in the last minute').textContent()).toMatch(/^2/)
  await buyer!.ok('purchase:create', purchase(gone))
  await loaf.getByText('SOLD OUT').waitFor()
  const name = loaf.getByText('Rye loaf').locator('..')
  expect(await name.evaluate((element) => getComputedStyle(element).textDecorationLine)).toBe('line-through')
  expect(await order()).toEqual(['Rye loaf', 'Bun'])
  await expect.poll(order, { timeout: 15_000 }).toEqual(['Bun', 'Rye loaf'])
  expect(await loaf.getAttribute('data-falls')).toBeNull()
})
