import type { CDPSession, Page } from 'playwright-core'

/** What a page's main thread did, in ms since it was opened. */
export interface PageCost {
  script: number
  style: number
  layout: number
}

/** Looks at a page by Chromium's own counters. */
export class PageMeter {
  readonly session: CDPSession

  private constructor(session: CDPSession) {
    this.session = session
  }

  static async of(page: Page): Promise<PageMeter> {
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    return new PageMeter(session)
  }

  async cost(): Promise<PageCost> {
    const { metrics } = await this.session.send('Performance.getMetrics')
    const ms = (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1_000
    return { script: ms('ScriptDuration'), style: ms('RecalcStyleDuration'), layout: ms('LayoutDuration') }
  }

  /**
   * Listens for the first paint of the page that is loaded next; `done` when it was. Nothing is asked of the page
   * meanwhile: a script that waits in it would have to be read and run before the page's own.
   */
  async nextPaint(): Promise<{ done: Promise<void> }> {
    await this.session.send('Page.enable')
    await this.session.send('Page.setLifecycleEventsEnabled', { enabled: true })
    const done = new Promise<void>((resolve) => {
      this.session.on('Page.lifecycleEvent', ({ name }) => {
        if (name === 'firstContentfulPaint') resolve()
      })
    })
    return { done }
  }

  /** The heap in use, in MB, after what is garbage was thrown away. */
  async heapMb(): Promise<number> {
    await this.session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await this.session.send('Runtime.getHeapUsage')
    return usedSize / 1024 / 1024
  }

  /** A slow phone on a slow network: the presets of Chromium's own tools. */
  async slowDown(): Promise<void> {
    await this.session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    await this.session.send('Network.enable')
    await this.session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 562.5,
      downloadThroughput: (1.6 * 1024 * 1024 * 0.9) / 8,
      uploadThroughput: (750 * 1024 * 0.9) / 8,
    })
  }
}

export const sumOf = ({ script, style, layout }: PageCost): number => script + style + layout
export const differenceOf = (after: PageCost, before: PageCost): PageCost => ({
  script: after.script - before.script,
  style: after.style - before.style,
  layout: after.layout - before.layout,
})
