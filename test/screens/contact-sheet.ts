import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'

/** A picture of a state: its file, and how it was taken. */
export interface Shot {
  file: string
  device: 'phone' | 'desktop'
}

const widths = { phone: 240, desktop: 620 } as const

/** Tiles the shots of one app into one picture: a row for each state. */
export async function makeContactSheet(
  browser: Browser,
  rows: ReadonlyMap<string, readonly Shot[]>,
  file: string,
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1_800, height: 900 } })
  await page.setContent(html(rows))
  await page.screenshot({ path: file, fullPage: true })
  await page.close()
}

const html = (rows: ReadonlyMap<string, readonly Shot[]>): string => `<!doctype html>
<style>
  body { margin: 16px; background: #777; font: 600 20px sans-serif; color: #fff }
  section { display: flex; gap: 16px; align-items: flex-start; margin-bottom: 24px }
  h2 { margin: 0 0 8px; font-size: 20px }
</style>
${[...rows].map(([name, shots]) => `<h2>${name}</h2><section>${shots.map(image).join('')}</section>`).join('\n')}`

const image = ({ file, device }: Shot): string =>
  `<img width="${widths[device]}" src="data:image/png;base64,${readFileSync(file).toString('base64')}">`
