import { useEffect, useState } from 'react'
import type { Sale } from '../../shared/protocol/shapes.ts'
import { useClient } from '../store/hooks.ts'
import { Ticker, type TickerLine } from './ticker.ts'

/** How long a line is shown at least. */
const lineMs = 1_200

/** The line to show now, of the sales that `isShown`; it stays until there is another one. Null before the first. */
export function useTicker(isShown: (sale: Sale) => boolean): TickerLine | null {
  const { store, topics } = useClient()
  const [line, setLine] = useState<TickerLine | null>(null)
  useEffect(() => {
    const ticker = new Ticker()
    let newest: Sale | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = (): void => {
      timer = undefined
      const next = ticker.next()
      if (!next) return
      setLine(next)
      timer = setTimeout(show, lineMs)
    }
    const take = (): void => {
      const recent = store.sales()?.recent ?? []
      const known = newest ? recent.indexOf(newest) : -1
      const fresh = known < 0 ? recent : recent.slice(0, known)
      newest = recent[0] ?? newest
      ticker.add(fresh.toReversed().filter(isShown))
      if (timer === undefined) show()
    }
    take()
    const stop = topics.on('sales', take)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [store, topics, isShown])
  return line
}
