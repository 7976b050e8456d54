import { useEffect, useState } from 'react'
import { useClient } from '../store/hooks.ts'

interface Sample {
  at: number
  units: number
}

const sampleMs = 5_000
const windowMs = 60_000

/**
 * How many items were sold within the last minute, by the market's totals, as the stream of single sales is lossy.
 * The totals leave out cancelled orders, so a cancellation subtracts its items. Null until there are two totals.
 */
export function useUnitsPerMinute(): number | null {
  const { store } = useClient()
  const [samples, setSamples] = useState<readonly Sample[]>([])
  useEffect(() => {
    const look = () => {
      const units = store.sales()?.totals.units
      if (units === undefined) return
      const now = Date.now()
      setSamples((before) => [...before.filter(({ at }) => now - at <= windowMs), { at: now, units }])
    }
    const timer = setInterval(look, sampleMs)
    const first = setTimeout(look, 500)
    return () => {
      clearInterval(timer)
      clearTimeout(first)
    }
  }, [store])
  const [oldest] = samples
  const newest = samples.at(-1)
  return oldest && newest && newest.at > oldest.at ? Math.max(0, newest.units - oldest.units) : null
}
