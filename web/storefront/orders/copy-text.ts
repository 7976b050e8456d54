/**
 * Copies a text. Returns false if the browser does not allow it. Pages over plain HTTP, as on a local network,
 * have no clipboard API, so there the old method is used.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (!navigator.clipboard) return copyBySelecting(text)
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Denied by the browser's settings, or by the page that embeds this one.
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
  // It has to be inside an open dialog, whose focus trap would otherwise take the selection away.
  const place = focused?.closest('[role="dialog"]') ?? document.body
  place.append(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return isCopied
}
