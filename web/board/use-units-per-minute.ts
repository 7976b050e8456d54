import { useEffect, useState } from 'react'
import { useClient } from '../store/hooks.ts'

interface Sample {
  at: number
  units: number
}

const sampleMs = 5_000
const windowMs = 60_000

/**
 * How many pieces were sold within the last minute, by the market's own totals: the single sales are lossy. The
 * totals are of orders that stand, so that a cancelled one takes its pieces back out. Null until two looks can be compared.
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
