import { expect, test } from 'vitest'
import { banner } from '../../server/banner.ts'
import { readConfig } from '../../server/config.ts'

const bannerOf = (environment: Record<string, string>, port: number, isEmpty = false): string =>
  banner(readConfig(environment), { port, operatorToken: 'a b', isEmpty })

test('[start] the banner’s addresses and its next step are of the port where the market listens', () => {
  const other = bannerOf({ PORT: '0' }, 4_100)
  expect(other).toContain('Shop   http://127.0.0.1:4100/')
  expect(other).toContain('Sell   http://127.0.0.1:4100/sell#token=a%20b')
  expect(other).toContain('PORT=4100 npm run rush')
  expect(bannerOf({}, 3_000)).toMatch(/Next {3}npm run rush/)
})

test('[start] where another server has the pages, the banner names that one', () => {
  const dev = bannerOf({ SOUK_PAGES: 'http://localhost:5173/', PORT: '4100' }, 4_100)
  expect(dev).toContain('Board  http://localhost:5173/board')
  expect(dev).toContain('PORT=4100 npm run rush')
})
