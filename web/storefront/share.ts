/** Browsers allow sharing on secure pages only. */
export const canShare = typeof navigator !== 'undefined' && 'share' in navigator

/** Opens the device's share sheet. */
export async function share(url: string, title: string): Promise<void> {
  try {
    await navigator.share({ url, title })
  } catch (error) {
    // The browser reports it as an error when the person closes the share sheet.
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
  }
}
