import { useCallback, useState } from 'react'

export type Selection<Id> = ReturnType<typeof useSelection<Id>>

/** The selected rows of a table. */
export function useSelection<Id>() {
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
  /** Selects all of these, or none if all are selected. */
  const toggleAll = useCallback(
    (all: readonly Id[]) => setIds((before) => new Set(all.every((id) => before.has(id)) ? [] : all)),
    [],
  )
  /** Selects these too. */
  const add = useCallback((more: readonly Id[]) => setIds((before) => new Set([...before, ...more])), [])
  const clear = useCallback(() => setIds(new Set()), [])
  return { ids, toggle, toggleAll, add, clear }
}
