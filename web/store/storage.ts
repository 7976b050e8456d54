/** What outlives the page: texts by key. Every function is safe to call, whatever the browser allows. */
export interface Storage {
  read(key: string): string | null
  /** False when it could not be kept (full, or not allowed). */
  write(key: string, text: string): boolean
  remove(key: string): void
  /** All keys that begin with `prefix`. */
  keys(prefix: string): string[]
}

/** Kept as long as the page is: for tests, for Node, and where a browser denies storage. */
export function memoryStorage(): Storage {
  const texts = new Map<string, string>()
  return {
    read: (key) => texts.get(key) ?? null,
    write: (key, text) => Boolean(texts.set(key, text)),
    remove: (key) => void texts.delete(key),
    keys: (prefix) => [...texts.keys()].filter((key) => key.startsWith(prefix)),
  }
}

/** The browser's localStorage; memory alone where it is denied (private windows, blocked cookies). */
export function browserStorage(): Storage {
  const kept = allowedStorage()
  if (!kept) return memoryStorage()
  return {
    read: (key) => kept.getItem(key),
    write(key, text) {
      try {
        kept.setItem(key, text)
        return true
      } catch {
        // Full, or full by policy: the caller decides what can do without.
        return false
      }
    },
    remove: (key) => kept.removeItem(key),
    keys: (prefix) => Object.keys(kept).filter((key) => key.startsWith(prefix)),
  }
}

function allowedStorage(): globalThis.Storage | null {
  try {
    return globalThis.localStorage ?? null
  } catch {
    // Merely touching it throws a SecurityError where it is blocked.
    return null
  }
}
