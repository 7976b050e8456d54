/** Whether WebSockets are blocked. Kept for the browser session, so that a reload need not find out anew. */
export interface Memory {
  read(): string | null
  write(text: string): void
}

const memoryKey = 'souk:websockets-blocked-until'

/** The browser's own; none outside of a browser, and where it allows none. */
export function transportMemory(): Memory {
  const kept = sessionStorageIfAllowed()
  return {
    read: () => kept?.getItem(memoryKey) ?? null,
    write(text) {
      try {
        kept?.setItem(memoryKey, text)
      } catch {
        // Full, or full by policy: the next page finds out for itself.
      }
    },
  }
}

function sessionStorageIfAllowed(): Storage | null {
  try {
    return globalThis.sessionStorage ?? null
  } catch {
    // Merely touching it throws a SecurityError where it is blocked.
    return null
  }
}
