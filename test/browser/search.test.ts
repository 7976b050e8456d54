import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { Storefront } from '../support/drivers/storefront.ts'

afterEach(leaveNothing)

test('[search] a slip finds what was meant, and the page offers the right word', async () => {
  const [market, browser] = await Promise.all([startBrowserMarket(), startBrowser()])
  const seller = await joinSeller(market)
  for (const name of ['Pretzel', 'Rye loaf', 'Mug']) await list(seller, { name })
  const buyer = await Storefront.open(browser, market)
  await buyer.page.getByRole('searchbox').fill('prezel')
  await buyer.page.getByRole('button', { name: 'Did you mean “Pretzel”?' }).waitFor()
  await buyer.card('Pretzel').waitFor()
  await expect.poll(() => buyer.page.getByRole('article').count()).toBe(1)
  await buyer.page.getByRole('button', { name: 'Did you mean “Pretzel”?' }).click()
  await buyer.page.waitForURL(/q=Pretzel/)
  await buyer.page.getByRole('button', { name: /Did you mean/ }).waitFor({ state: 'detached' })
  await buyer.card('Pretzel').waitFor()
})
