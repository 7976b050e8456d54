/** Texts by key that outlive the page. No function throws, even if the browser denies storage. */
export interface Storage {
  read(key: string): string | null
  /** False if it could not be stored (full, or not allowed). */
  write(key: string, text: string): boolean
  remove(key: string): void
  /** All keys that begin with `prefix`. */
  keys(prefix: string): string[]
  /** Deletes what is stored for this tab only. */
  clearTab(): void
}

/** Lasts as long as the page: for tests, Node, and browsers that deny storage. */
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

/** The browser's localStorage, or memory if it is denied (private windows, blocked cookies). */
export function browserStorage(): Storage {
  const kept = allowed(() => globalThis.localStorage)
  if (!kept) return memoryStorage()
  return {
    ...textsIn(() => kept),
    keys: (prefix) => (allowed(() => Object.keys(kept)) ?? []).filter((key) => key.startsWith(prefix)),
    clearTab: () => void allowed(() => globalThis.sessionStorage.clear()),
  }
}

/** Lasts as long as the tab, also across reloads. */
export const tabStorage = textsIn(() => globalThis.sessionStorage)

function textsIn(storage: () => globalThis.Storage): Pick<Storage, 'read' | 'write' | 'remove'> {
  return {
    read: (key) => allowed(() => storage().getItem(key)),
    // Storage is full; the caller decides what to remove.
    write: (key, text) => allowed(() => storage().setItem(key, text) === undefined) ?? false,
    remove: (key) => void allowed(() => storage().removeItem(key)),
  }
}

/** The JSON stored under a key; null if there is none, or it is damaged. */
export function readJson(storage: Pick<Storage, 'read'>, key: string): unknown {
  try {
    return JSON.parse(storage.read(key) ?? 'null')
  } catch {
    return null
  }
}

/** Null if the browser denies it. Where storage is blocked, any access may throw. */
function allowed<Value>(use: () => Value): Value | null {
  try {
    return use() ?? null
  } catch {
    return null
  }
}
