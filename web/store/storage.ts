/** What outlives the page: texts by key. Every function is safe to call, whatever the browser allows. */
export interface Storage {
  read(key: string): string | null
  /** False when it could not be kept (full, or not allowed). */
  write(key: string, text: string): boolean
  remove(key: string): void
  /** All keys that begin with `prefix`. */
  keys(prefix: string): string[]
  /** Forgets what this tab alone keeps. */
  clearTab(): void
}

/** Kept as long as the page is: for tests, for Node, and where a browser denies storage. */
export function memoryStorage(): Storage {
  const texts = new Map<string, string>()
  return {
    read: (key) => texts.get(key) ?? null,
    write: (key, text) => Boolean(texts.set(key, text)),
    remove: (key) => void texts.delete(key),
    keys: (prefix) => [...texts.keys()].filter((key) => key.startsWith(prefix)),
    clearTab: () => {},
  }
}

/** The browser's localStorage; memory alone where it is denied (private windows, blocked cookies). */
export function browserStorage(): Storage {
  const kept = allowed(() => globalThis.localStorage)
  if (!kept) return memoryStorage()
  return {
    read: (key) => allowed(() => kept.getItem(key)),
    // Full, or full by policy: the caller decides what can do without.
    write: (key, text) => allowed(() => kept.setItem(key, text) === undefined) ?? false,
    remove: (key) => void allowed(() => kept.removeItem(key)),
    keys: (prefix) => (allowed(() => Object.keys(kept)) ?? []).filter((key) => key.startsWith(prefix)),
    clearTab: () => void allowed(() => globalThis.sessionStorage.clear()),
  }
}

/** Null where the browser does not allow it: merely touching a storage throws where it is blocked, at any time. */
function allowed<Value>(use: () => Value): Value | null {
  try {
    return use() ?? null
  } catch {
    return null
  }
}
