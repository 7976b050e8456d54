import { useEffect, useMemo } from 'react'
import type { SalesStats } from '../../../shared/protocol/shapes.ts'
import { useConnection, useSellerClient, useStatsVersion } from '../../store/hooks.ts'

/** How often to request figures that the server does not push. */
const pollMs = 5_000
/** With more shops than this, figures are requested less often. */
const shopsMax = 20

/** The figures of some shops, kept up to date; shops whose figures are not loaded yet are missing. */
export function useSales(shopIds: readonly number[], range: SalesStats['range']): SalesStats[] {
  const { stats } = useSellerClient()
  const isUp = ['in-step', 'back'].includes(useConnection().kind)
  const version = useStatsVersion()
  const key = shopIds.slice(0, shopsMax).join(' ')
  useEffect(() => {
    if (!isUp || key === '') return
    const ids = key.split(' ').map(Number)
    const load = () => {
      for (const id of ids) void stats.load(id, range)
    }
    load()
    // The server pushes one shop's figures of today.
    const timer = setInterval(load, ids.length === 1 && range === 'today' ? 12 * pollMs : pollMs)
    return () => clearInterval(timer)
  }, [stats, key, range, isUp])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` changes when there are new figures
  return useMemo(
    () => key.split(' ').flatMap((id) => stats.get(Number(id), range) ?? []),
    [stats, key, range, version],
  )
}
