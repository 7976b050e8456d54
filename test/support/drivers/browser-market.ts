import type { Browser } from 'playwright-core'
import { type LaunchOptions, launchBrowser } from './browser.ts'
import { builtClient } from './built-client.ts'
import { atEnd, atEndOfFile, keepForOthers } from './leftovers.ts'
import { MarketServer, type Setting } from './server.ts'

/** A real market that serves the browser client as its sources are now; it ends after the test. */
export async function startBrowserMarket(setting: Setting = {}): Promise<MarketServer> {
  const distFolder = await builtClient()
  return MarketServer.start({ ...setting, world: { ...setting.world, distFolder } })
}

let shared: Promise<Browser> | null = null
atEndOfFile(async () => (await shared)?.close())

/** A browser that the tests of a file share. Profiles are a test's own, and end after it. */
export async function startBrowser(): Promise<Browser> {
  shared ??= launchBrowser().then((launched) => {
    keepForOthers(1)
    return launched
  })
  const browser = await shared
  atEnd(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  return browser
}

/** A browser of the test's own, with further switches; it ends after the test. */
export async function startOwnBrowser(options: LaunchOptions): Promise<Browser> {
  const browser = await launchBrowser(options)
  atEnd(() => browser.close())
  return browser
}
