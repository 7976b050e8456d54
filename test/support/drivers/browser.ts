import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'
import { findChromium } from './chromium.ts'

export interface LaunchOptions {
  /** Further switches, such as `--host-resolver-rules=MAP souk.test 127.0.0.1`. */
  args?: string[]
}

export interface Viewer {
  device: 'phone' | 'desktop'
  colorScheme?: 'light' | 'dark'
  reducedMotion?: 'reduce' | 'no-preference'
}

/** What keeps a browser under test from calling home, and from slowing down pages that are not in front. */
const quietSwitches = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-pings',
  '--font-render-hinting=none',
]

const devices = {
  phone: { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
} satisfies Record<Viewer['device'], BrowserContextOptions>

/** Starts a headless Chromium; the caller closes it. Throws with advice where none can be found. */
export async function launchBrowser({ args = [] }: LaunchOptions = {}): Promise<Browser> {
  const { executablePath, environment } = await findChromium()
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...environment },
    args: [...quietSwitches, ...args],
    // Chromium has no sandbox for root; everyone else keeps it.
    chromiumSandbox: process.getuid?.() !== 0,
  })
}

/** A fresh profile as a person on that device would have it: own cookies, own storage. */
export const openContext = (
  browser: Browser,
  { device, colorScheme = 'light', reducedMotion = 'no-preference' }: Viewer,
  further: BrowserContextOptions = {},
): Promise<BrowserContext> =>
  browser.newContext({
    ...devices[device],
    locale: 'en-GB',
    colorScheme,
    reducedMotion,
    // It would answer in place of the network, which tests change; the tests of it allow it.
    serviceWorkers: 'block',
    ...further,
  })
