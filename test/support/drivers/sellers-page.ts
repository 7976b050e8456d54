import type { Browser, Locator, Page } from 'playwright-core'
import { openContext, type Viewer } from './browser.ts'
import { type Market, operatorToken } from './server.ts'

/** The seller's page as the operator sees it, signed in by the link that the server prints. */
export class SellersPage {
  readonly page: Page

  private constructor(page: Page) {
    this.page = page
  }

  /** Opens `path` by the link, and resolves once the pages of the shop are there. */
  static async open(
    browser: Browser,
    market: Market,
    { path = '/sell', ...viewer }: Partial<Viewer> & { path?: string } = {},
  ): Promise<SellersPage> {
    const context = await openContext(browser, { device: 'desktop', ...viewer })
    const page = await context.newPage()
    await page.goto(`${market.url}${path}#token=${operatorToken}`)
    const opened = new SellersPage(page)
    await opened.goTo.waitFor()
    return opened
  }

  get goTo(): Locator {
    return this.page.getByRole('navigation', { name: 'Pages of your shop' })
  }

  get sheet(): Locator {
    return this.page.getByRole('dialog')
  }

  /** The row of a product or of an order. */
  row(text: string): Locator {
    return this.page.getByRole('row').filter({ hasText: text })
  }

  /** Lists a product by the form. */
  async list({ name, price, stock }: { name: string; price: string; stock: string }): Promise<void> {
    await this.page
      .getByRole('button', { name: /^(New|Add) product$/ })
      .first()
      .click()
    await this.sheet.getByLabel('Name', { exact: true }).fill(name)
    await this.sheet.getByLabel(/^Price/).fill(price)
    await this.sheet.getByLabel('Quantity').fill(stock)
    await this.sheet.getByRole('button', { name: 'Publish' }).click()
    await this.sheet.getByText(`${name} is live`).waitFor()
    await this.sheet.getByRole('button', { name: 'Done' }).click()
  }

  /** Edits a field in its row. */
  async edit(field: 'name' | 'price' | 'category', of: string, to: string): Promise<void> {
    await this.row(of).hover()
    await this.page.getByRole('button', { name: `Edit the ${field} of ${of}` }).click()
    const input = this.page.getByRole('textbox', { name: `Edit the ${field} of ${of}` })
    await input.fill(to)
    await input.press('Enter')
  }
}
