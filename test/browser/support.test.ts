import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, openContext } from '../support/drivers/browser.ts'

/** What the other browser tests rely on. */

let browser: Browser

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end('<!doctype html><meta name="viewport" content="width=device-width"><p>Größe €</p>')
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await launchBrowser({ args: ['--host-resolver-rules=MAP souk.test 127.0.0.1'] })
})

afterAll(async () => {
  await browser?.close()
  server.closeAllConnections()
  server.close()
})

const seen = (page: { evaluate<Result>(script: string): Promise<Result> }) =>
  page.evaluate(`({
    width: innerWidth,
    touch: navigator.maxTouchPoints > 0,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    still: matchMedia('(prefers-reduced-motion: reduce)').matches,
    secure: isSecureContext,
    textHeight: document.querySelector('p').offsetHeight,
  })`)

test('[browser] a phone is narrow, has touch, and follows its settings for dark colours and reduced motion', async () => {
  const context = await openContext(browser, {
    device: 'phone',
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  expect(await seen(page)).toMatchObject({ width: 375, touch: true, dark: true, still: true, secure: true })
  await context.close()
})

test('[browser] a desktop can open an address that is no secure context, as on a local network', async () => {
  const context = await openContext(browser, { device: 'desktop' })
  const page = await context.newPage()
  await page.goto(`http://souk.test:${(server.address() as AddressInfo).port}/`)
  expect(await seen(page)).toMatchObject({
    width: 1280,
    touch: false,
    dark: false,
    still: false,
    secure: false,
    textHeight: expect.toSatisfy((height: number) => height > 10, 'text has a font'),
  })
  await context.close()
})
