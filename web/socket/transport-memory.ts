/** Remembers for the browser session whether WebSockets are blocked, so that a reload need not find out again. */
export interface Memory {
  read(): string | null
  write(text: string): void
}

const memoryKey = 'souk:websockets-blocked-until'

/** Backed by the browser's storage. Remembers nothing outside of a browser or if storage is denied. */
export function transportMemory(): Memory {
  const kept = sessionStorageIfAllowed()
  return {
    read: () => kept?.getItem(memoryKey) ?? null,
    write(text) {
      try {
        kept?.setItem(memoryKey, text)
      } catch {
        // Storage is full; the next page finds out for itself.
      }
    },
  }
}

function sessionStorageIfAllowed(): Storage | null {
  try {
    return globalThis.sessionStorage ?? null
  } catch {
    // Where storage is blocked, any access throws a SecurityError.
    return null
  }
}
