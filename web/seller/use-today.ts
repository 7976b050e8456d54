import { useEffect, useState } from 'react'
import { startOfDay } from '../../shared/start-of-day.ts'

const lookMs = 60_000

/** When today began in a time zone; another day begins while the page is open. */
export function useToday(timeZone: string): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), lookMs)
    return () => clearInterval(timer)
  }, [])
  // To the second, so that two looks at the same day give the same.
  return Math.round(startOfDay(now, timeZone) / 1_000) * 1_000
}
