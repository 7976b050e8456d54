import type { Page } from 'playwright-core'

/** A page's line to the server, which can be cut, so that no connection is made until it is mended; before the page is opened. */
export async function lineOf(page: Page): Promise<{ cut: () => void; mend: () => void }> {
  const ends = new Set<() => void>()
  let isCut = false
  await page.routeWebSocket(/socket\.io/, (socket) => {
    if (isCut) return void socket.close()
    const server = socket.connectToServer()
    ends.add(() => {
      void socket.close()
      void server.close()
    })
  })
  const cut = () => {
    isCut = true
    for (const end of ends) end()
    ends.clear()
  }
  const mend = () => {
    isCut = false
  }
  return { cut, mend }
}
