/** After the first visit, the market's pages work without a network. Not over plain HTTP, where browsers allow no worker. */
export async function workWithoutNetwork(): Promise<void> {
  const { serviceWorker } = navigator
  if (!serviceWorker) return
  try {
    await serviceWorker.register('/service-worker.js', { updateViaCache: 'none' })
    const { active } = await serviceWorker.ready
    const loaded = performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => new URL(name).pathname.startsWith('/assets/'))
    active?.postMessage({ loaded })
  } catch (error) {
    console.warn('This browser keeps no pages for times without a connection.', error)
  }
}
