import { useCallback, useState } from 'react'

export interface Selection<Id> {
  ids: ReadonlySet<Id>
  toggle: (id: Id) => void
  /** Selects all of these, or none if all are selected. */
  toggleAll: (ids: readonly Id[]) => void
  /** Selects these too. */
  add: (ids: readonly Id[]) => void
  clear: () => void
}

/** The selected rows of a table. */
export function useSelection<Id>(): Selection<Id> {
  const [ids, setIds] = useState<ReadonlySet<Id>>(new Set())
  const toggle = useCallback(
    (id: Id) =>
      setIds((before) => {
        const after = new Set(before)
        if (!after.delete(id)) after.add(id)
        return after
      }),
    [],
  )
  const toggleAll = useCallback(
    (all: readonly Id[]) => setIds((before) => new Set(all.every((id) => before.has(id)) ? [] : all)),
    [],
  )
  const add = useCallback((more: readonly Id[]) => setIds((before) => new Set([...before, ...more])), [])
  const clear = useCallback(() => setIds(new Set()), [])
  return { ids, toggle, toggleAll, add, clear }
}
