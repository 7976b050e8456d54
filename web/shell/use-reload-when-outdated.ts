import { useEffect } from 'react'
import { useOpenedSession, useOutdated } from '../store/hooks.ts'
import { reloadOnce } from './reload-once.ts'

const spreadMs = 5_000

/** Loads a new version automatically, for unattended pages; at most once per version. */
export function useReloadWhenOutdated(): void {
  const outdated = useOutdated()
  const build = useOpenedSession()?.build ?? null
  useEffect(() => {
    if (!outdated) return
    // Many boards in one place should not all reload at once.
    const timer = setTimeout(() => reloadOnce(`build ${build}`), Math.random() * spreadMs)
    return () => clearTimeout(timer)
  }, [outdated, build])
}
