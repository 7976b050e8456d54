import { useEffect, useState } from 'react'

export interface Rotation {
  /** From 0. */
  page: number
  /** Whether the pages turn by themselves. */
  turning: boolean
  turn: (by: 1 | -1) => void
  toggle: () => void
}

/** Turns the pages every `seconds`, and after the last starts over; 0 waits until someone starts it. */
export function useRotation(pages: number, seconds: number): Rotation {
  const [page, setPage] = useState(0)
  const [turning, setTurning] = useState(seconds > 0)
  useEffect(() => {
    if (!turning || pages < 2) return
    const timer = setInterval(() => setPage((before) => (before + 1) % pages), (seconds || 20) * 1_000)
    return () => clearInterval(timer)
  }, [turning, pages, seconds])
  return {
    page: Math.min(page, pages - 1),
    turning,
    turn: (by) => setPage((before) => (Math.min(before, pages - 1) + by + pages) % pages),
    toggle: () => setTurning((before) => !before),
  }
}
