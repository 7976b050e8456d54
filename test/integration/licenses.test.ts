import { afterEach, expect, test } from 'vitest'
import { startBrowserMarket } from '../support/drivers/browser-market.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'

afterEach(leaveNothing)

test('[licenses] a market serves the licence notices of the packages in its pages, fonts included', async () => {
  const market = await startBrowserMarket()
  const notices = await get(`${market.url}/licenses.txt`)
  expect(notices).toMatchObject({ status: 200 })
  for (const name of ['react', '@mantine/core', 'socket.io-client', '@fontsource-variable/figtree'])
    expect(notices.body.toString()).toContain(`## ${name} - `)
})
