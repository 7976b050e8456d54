import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { startBrowser, startBrowserMarket } from '../support/drivers/browser-market.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const notice = 'Demo market: orders aren’t real.'

/** Each shows its products once it is complete. */
const paths = ['/', `/sell/products#token=${operatorToken}`, '/board']

for (const demo of ['on', 'off']) {
  test(`[demo] storefront, seller’s page and board ${demo === 'on' ? 'say that it is a demo' : 'of a real market do not mention a demo'}`, async () => {
    const setting = { environment: { SOUK_DEMO: demo } }
    const [market, browser] = await Promise.all([startBrowserMarket(setting), startBrowser()])
    await list(await joinSeller(market), { name: 'Rye loaf' })
    for (const path of paths) {
      const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
      await page.goto(`${market.url}${path}`)
      await page.getByText('Rye loaf').first().waitFor()
      if (demo === 'on') expect(await page.getByText(notice, { exact: true }).isVisible(), path).toBe(true)
      else expect(await page.getByText(/demo/i).count(), path).toBe(0)
    }
  })
}
