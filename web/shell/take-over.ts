/** What the server wrote of this page, to be read until the app shows the same. Null on pages without it. */
const written = globalThis.document?.getElementById('first-paint')

/** The app's element. While the server's page is shown it is not part of the document, so that nothing is there twice. */
export const place = globalThis.document?.getElementById('root')

/** The app's part of the page shows nothing of the market yet. */
const unfinished = '[data-placeholder]'
/** The app takes over by then, whatever it shows: it can explain what is wrong. */
const waitMsMax = 8_000

let isTaken = !written
declare global {
  /** What was pressed before the app could answer: the server's page notes it. */
  var soukPressed: EventTarget | null | undefined
}

if (written && place) {
  place.remove()
  setTimeout(() => change(), waitMsMax)
}

let isPlaced = !written

/** Whether the router may scroll: where the server wrote the page, the browser or the reader has scrolled it already. */
export function mayScroll(): boolean {
  const may = isPlaced
  isPlaced = true
  return may
}

/** Called when the app has what the page shows, or knows that it will not have it soon. */
export function takeOver(): void {
  if (isTaken || !place) return
  if (place.querySelector('main') && !place.querySelector(unfinished)) return change()
  const observer = new MutationObserver(() => {
    if (!isTaken && (!place.querySelector('main') || place.querySelector(unfinished))) return
    observer.disconnect()
    change()
  })
  observer.observe(place, { childList: true, subtree: true })
}

/** Puts the app where the server's page was, in one step: position, focus and what was typed stay. */
export function change(): void {
  if (isTaken || !written || !place) return
  isTaken = true
  const { scrollX, scrollY } = window
  const focused = counterpartOf(document.activeElement)
  const typed = [...written.querySelectorAll('input')].filter(
    ({ value, defaultValue }) => value !== defaultValue,
  )
  const fields = typed.map((field) => ({ field: counterpartOf(field), value: field.value }))
  const { soukPressed: pressed } = globalThis
  const toPress = counterpartOf(pressed instanceof Element ? pressed.closest('button') : null)
  written.replaceWith(place)
  if (window.scrollY !== scrollY) window.scrollTo(scrollX, scrollY)
  focused?.focus({ preventScroll: true })
  for (const { field, value } of fields) if (field instanceof HTMLInputElement) type(field, value)
  // It opens a sheet or adds to the cart: nothing that could not be undone.
  toPress?.click()
}

/** The app's element that shows the same as one that the server wrote. */
function counterpartOf(element: Element | null): HTMLElement | null {
  if (!element || !written?.contains(element) || !place) return null
  const product = element.closest<HTMLElement>('[data-product]')?.dataset.product
  const within = product === undefined ? '' : `[data-product="${product}"] `
  const all = (root: Element) => [...root.querySelectorAll<HTMLElement>(within + element.tagName)]
  const label = labelOf(element)
  const others = all(place)
  // Its words differ where the market has changed since: then it is the one in the same place.
  return (
    others.find((other) => labelOf(other) === label) ??
    others[all(written).indexOf(element as HTMLElement)] ??
    null
  )
}

const labelOf = (element: Element): string =>
  [element.getAttribute('href'), element.getAttribute('aria-label') ?? element.textContent].join(' ')

/** As if it had been typed now: React hears of it by the event, and only if the value is set past its own setter. */
function type(field: HTMLInputElement, value: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
