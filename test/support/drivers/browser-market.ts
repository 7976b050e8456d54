import type { Browser } from 'playwright-core'
import { type LaunchOptions, launchBrowser } from './browser.ts'
import { builtClient } from './built-client.ts'
import { atEnd } from './leftovers.ts'
import { MarketServer, type Setting } from './server.ts'

/** A real market that serves the browser client as its sources are now; it ends after the test. */
export async function startBrowserMarket(setting: Setting = {}): Promise<MarketServer> {
  const distFolder = await builtClient()
  return MarketServer.start({ ...setting, world: { ...setting.world, distFolder } })
}

/** A browser of the test's own; it ends after the test. */
export async function startBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const browser = await launchBrowser(options)
  atEnd(() => browser.close())
  return browser
}
