type PageEvents = WindowEventMap & DocumentEventMap

/** Listens to events of the page; not outside of a browser. Returns a function that stops this. */
export function onPage(listeners: { [Type in keyof PageEvents]?: (event: PageEvents[Type]) => void }) {
  const ending = new AbortController()
  for (const [type, listener] of Object.entries(listeners)) {
    const target = type === 'visibilitychange' ? globalThis.document : globalThis.window
    target?.addEventListener(type, listener as EventListener, { signal: ending.signal })
  }
  return () => ending.abort()
}

/** Calls `task` when the machine may have slept or changed networks: the page is shown again or the network is back. */
export const onWaking = (task: () => void) =>
  onPage({
    online: task,
    pageshow: ({ persisted }) => persisted && task(),
    visibilitychange: () => document.visibilityState === 'visible' && task(),
  })
