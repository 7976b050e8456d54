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
