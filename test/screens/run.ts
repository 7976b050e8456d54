import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, openContext } from '../support/drivers/browser.ts'
import { builtClient } from '../support/drivers/built-client.ts'
import { makeContactSheet, type Shot } from './contact-sheet.ts'
import { operatorToken, type StagedMarket, stageMarket } from './markets.ts'
import { type App, type State, states } from './states.ts'

/**
 * `npm run screens`: takes a picture of every app in every state, on a phone and on a desktop, light and dark,
 * and makes one contact sheet of each app, in `test/.output/screens`. Options: `--app seller`, and `--state`
 * with a part of a state's name.
 */

const folder = resolve(import.meta.dirname, '../.output/screens')
const stateMsMax = 10_000
const heardMsMax = 3_000

const { values } = parseArgs({ options: { app: { type: 'string' }, state: { type: 'string' } } })
const wanted = states.filter(
  ({ app, name }) => (!values.app || app === values.app) && (!values.state || name.includes(values.state)),
)

const markets = new Map<State['market'], StagedMarket>()
const browser = await launchBrowser()
try {
  const distFolder = await builtClient()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const kind of new Set(wanted.map(({ market }) => market))) {
    markets.set(kind, await stageMarket(kind, distFolder))
  }
  for (const app of new Set(wanted.map((state) => state.app))) await takeApp(browser, app)
} finally {
  await browser.close()
  for (const market of markets.values()) await market.close()
}

async function takeApp(by: Browser, app: App): Promise<void> {
  const rows = new Map<string, Shot[]>()
  for (const state of wanted.filter((each) => each.app === app)) {
    const shots: Shot[] = []
    for (const device of state.size ? (['desktop'] as const) : (['phone', 'desktop'] as const)) {
      for (const scheme of state.size ? (['dark'] as const) : (['light', 'dark'] as const))
        shots.push(await take(by, state, device, scheme))
    }
    rows.set(state.name, shots)
  }
  const file = join(folder, `${app}.png`)
  await makeContactSheet(by, rows, file)
  console.log(`${file}: ${rows.size} states`)
}

async function take(
  by: Browser,
  state: State,
  device: Shot['device'],
  colorScheme: 'light' | 'dark',
): Promise<Shot> {
  const url = markets.get(state.market)!.url
  const further = state.size ? { viewport: state.size } : {}
  const context = await openContext(by, { device, colorScheme, reducedMotion: 'reduce' }, further)
  const file = join(folder, `${state.app} ${state.name} ${device} ${colorScheme}.png`.replaceAll(' ', '-'))
  if (state.app === 'seller' && !state.path.includes('#')) {
    const data = { operatorToken }
    await context.request.post(`${url}/api/sign-in`, { data, headers: { origin: url } })
  }
  const page = await context.newPage()
  page.setDefaultTimeout(stateMsMax)
  const { heard, cut } = await throughHere(page)
  await page.goto(url + state.path)
  // Behind the seller's door nothing is heard.
  await Promise.race([heard, page.waitForTimeout(heardMsMax)])
  await page.waitForLoadState('networkidle')
  const told = (error: unknown) =>
    console.error(`${state.app}, ${state.name}, ${device}: ${String(error).split('\n')[0]}`)
  await state.act?.({ page, cut }).catch(told)
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  await page.screenshot({ path: file })
  await state.undo?.({ page, cut }).catch(told)
  await context.close()
  return { file, device }
}

interface Lines {
  /** Resolves once the page has heard of the market. */
  heard: Promise<void>
  /** Ends the page's sockets, and lets nothing through any more: long polling would take their place. */
  cut: () => void
}

/** Has the page's sockets pass by here. */
async function throughHere(page: Page): Promise<Lines> {
  const ends: (() => Promise<unknown>)[] = []
  let isCut = false
  let hear = () => {}
  const heard = new Promise<void>((resolve) => {
    hear = resolve
  })
  await page.routeWebSocket(/socket\.io/, (socket) => {
    if (isCut) return void socket.close()
    const server = socket.connectToServer()
    server.onMessage((message) => {
      socket.send(message)
      if (String(message).includes('"market:')) hear()
    })
    ends.push(() => Promise.all([socket.close(), server.close()]))
  })
  const cut = () => {
    isCut = true
    void page.route('**', (route) => route.abort())
    for (const end of ends) void end()
  }
  return { heard, cut }
}
