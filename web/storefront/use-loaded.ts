import { useEffect, useState } from 'react'

/** Code that is not part of the first page; declared once, outside of components. */
export interface LatePart<Value> {
  readonly load: () => Promise<Value>
  /** Logged when loading fails. */
  readonly warning: string
  loaded?: Value
}

const idleMs = 1_500

/**
 * Loads a part as soon as it is needed, or when the browser is idle, so that it is ready even without a connection.
 * Null until then. After a failure, it tries again when the part is needed next.
 */
export function useLoaded<Value extends object>(
  part: LatePart<Value>,
  isNeeded: boolean,
  mayLoad = true,
): Value | null {
  const [value, setValue] = useState(() => part.loaded ?? null)
  useEffect(() => {
    if (value || !(isNeeded || mayLoad)) return
    const load = () =>
      void part.load().then(
        (loaded) => {
          part.loaded = loaded
          setValue(() => loaded)
        },
        (error: unknown) => console.warn(part.warning, error),
      )
    if (isNeeded) return load()
    const timer = setTimeout(load, idleMs)
    return () => clearTimeout(timer)
  }, [part, value, isNeeded, mayLoad])
  return value
}
