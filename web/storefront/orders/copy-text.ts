/**
 * Copies a text; false when the browser lets no page do that. Pages over plain HTTP, as on a local network,
 * have no clipboard of their own: there the old way does it.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (!navigator.clipboard) return copyBySelecting(text)
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Denied: by the browser's settings, or by the page that this one is embedded in.
    return copyBySelecting(text)
  }
}

function copyBySelecting(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  area.style.position = 'fixed'
  area.style.opacity = '0'
  const focused = document.activeElement
  // Inside of an open dialog, or its focus trap would take the selection away again.
  const place = focused?.closest('[role="dialog"]') ?? document.body
  place.append(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return isCopied
}
