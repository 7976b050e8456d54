import { useEffect } from 'react'
import { useOpenedSession, useOutdated } from '../store/hooks.ts'
import { reloadOnce } from './reload-once.ts'

const spreadMs = 5_000

/** Takes a new version by itself, for pages that nobody attends; at most once for each version. */
export function useReloadWhenOutdated(): void {
  const outdated = useOutdated()
  const build = useOpenedSession()?.build ?? null
  useEffect(() => {
    if (!outdated) return
    // Many boards in one hall need not all ask at once.
    const timer = setTimeout(() => reloadOnce(`build ${build}`), Math.random() * spreadMs)
    return () => clearTimeout(timer)
  }, [outdated, build])
}
