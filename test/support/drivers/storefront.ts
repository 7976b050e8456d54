import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { openContext, type Viewer } from './browser.ts'
import type { Market } from './server.ts'

/** The storefront as a buyer sees it: one page in a profile of its own. */
export class Storefront {
  readonly context: BrowserContext
  readonly page: Page
  /** Whole markets received by the socket: more than one means that the page could not resume. */
  resets = 0
  /** Pages that were loaded, the first one too. */
  loads = 0

  private constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
    page.on('load', () => {
      this.loads += 1
    })
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        if (String(payload).startsWith('42["market:reset"')) this.resets += 1
      }),
    )
  }

  /** Opens `path`, on a desktop unless said otherwise, and resolves once the market is followed. */
  static async open(
    browser: Browser,
    market: Market,
    { path = '/', ...viewer }: Partial<Viewer> & { path?: string } = {},
  ): Promise<Storefront> {
    return Storefront.in(await openContext(browser, { device: 'desktop', ...viewer }), market, path)
  }

  /** Another tab of a profile that is there. */
  static async in(context: BrowserContext, market: Market, path = '/'): Promise<Storefront> {
    const page = await context.newPage()
    await page.addInitScript(noteNews)
    const storefront = new Storefront(context, page)
    await page.goto(new URL(path, market.url).href)
    // Until then it is the page that the server wrote.
    await page.waitForFunction(() => !document.getElementById('first-paint'))
    return storefront
  }

  /** The card of a product: where it is bought, or why not. */
  card(name: string): Locator {
    return this.page.getByRole('article').filter({ has: this.page.getByRole('link', { name, exact: true }) })
  }

  get sheet(): Locator {
    return this.page.getByRole('dialog')
  }

  get reserve(): Locator {
    return this.sheet.getByRole('button', { name: /^(Reserve|Accept)/ })
  }

  /** Opens the sheet of a product, and waits until it can be ordered. */
  async openSheet(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Buy ${name}`, exact: true }).click()
    await this.reserve.waitFor()
  }

  /** Puts a product into the cart, and closes the sheet. */
  async addToCart(name: string): Promise<void> {
    await this.openSheet(name)
    await this.sheet.getByRole('button', { name: 'Add to cart' }).click()
    await this.page.keyboard.press('Escape')
    await this.sheet.waitFor({ state: 'detached' })
  }

  /** The pickup code that the sheet shows after buying. */
  async bought(): Promise<string> {
    await this.sheet.getByRole('heading', { name: 'You got it' }).waitFor()
    return (await this.sheet.getByText(/^[23456789CFGHJMPQRVWX]{6}$/).textContent()) ?? ''
  }

  /** Orders one of a product from its sheet; returns the pickup code. */
  async buy(name: string): Promise<string> {
    await this.openSheet(name)
    await this.reserve.click()
    return this.bought()
  }

  /** Cancels the order that the page shows. */
  async cancelOrder(): Promise<void> {
    const cancel = { name: 'Cancel order' }
    await this.page.getByRole('button', cancel).click()
    await this.page.getByRole('region', { name: 'Cancel this order?' }).getByRole('button', cancel).click()
  }

  /** How many ms after the change arrived the card of a product showed that it is sold out. */
  soldOutAfterMs(name: string): Promise<number> {
    return this.page.evaluate((label) => {
      const { heardAt, saidAt } = globalThis as unknown as Noted
      return (saidAt[`Sold out: ${label}`] ?? Number.NaN) - heardAt
    }, name)
  }
}

interface Noted {
  heardAt: number
  saidAt: Record<string, number>
}

/** Runs in the page, before anything else: records when a change of stock arrived, and when each label changed. */
function noteNews(): void {
  const noted = globalThis as unknown as Noted
  noted.heardAt = 0
  noted.saidAt = {}
  const Original = globalThis.WebSocket
  globalThis.WebSocket = class extends Original {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }) => {
        if (String(data).includes('"stock":[[')) noted.heardAt = performance.now()
      })
    }
  }
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const label = target instanceof Element ? target.getAttribute('aria-label') : null
      if (label) noted.saidAt[label] ??= performance.now()
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['aria-label'] })
}
