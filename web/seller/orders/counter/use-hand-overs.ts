import { useEffect, useSyncExternalStore } from 'react'
import { onPage } from '../../../socket/page-events.ts'
import { useFreshness } from '../../../store/hooks.ts'
import { useSellerTools } from '../../shell/seller-tools.ts'
import type { HandOver } from './hand-overs.ts'

/** The hand-overs that the market has not confirmed yet. */
export function useHandOvers(): readonly HandOver[] {
  const { handOvers } = useSellerTools()
  return useSyncExternalStore(handOvers.subscribe, handOvers.list)
}

/** Sends hand-overs before the page goes, and those that a former page left. For the frame of all pages. */
export function useUnsentHandOvers(): void {
  const { handOvers } = useSellerTools()
  const live = useFreshness() === 'live'
  useEffect(() => {
    if (live) handOvers.resume()
  }, [handOvers, live])
  useEffect(
    () =>
      onPage({
        pagehide: handOvers.sendAll,
        visibilitychange: () => document.visibilityState === 'hidden' && handOvers.sendAll(),
      }),
    [handOvers],
  )
}
