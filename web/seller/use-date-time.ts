import { useMemo } from 'react'
import { useShop } from '../store/hooks.ts'

export interface DateTimes {
  /** "14:03" today, "Sat 14:03" within a week, else with the date. */
  short: (at: number) => string
  /** "22 Nov, 14:03:07". */
  full: (at: number) => string
}

const dayMs = 24 * 60 * 60 * 1_000

/** Times as the clock on the shop's wall shows them. */
export function useDateTime(shopId: number): DateTimes {
  const timeZone = useShop(shopId)?.timeZone ?? 'UTC'
  return useMemo(() => {
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(undefined, { ...options, timeZone, hourCycle: 'h23' })
    const clock = { hour: '2-digit', minute: '2-digit' } as const
    const time = format(clock)
    const weekday = format({ weekday: 'short', ...clock })
    const day = format({ day: 'numeric', month: 'short', ...clock })
    const exact = format({ day: 'numeric', month: 'short', ...clock, second: '2-digit' })
    const date = format({ dateStyle: 'short' })
    const short = (at: number) => {
      const now = Date.now()
      if (date.format(at) === date.format(now)) return time.format(at)
      return now - at < 6 * dayMs ? weekday.format(at) : day.format(at)
    }
    return { short, full: (at) => exact.format(at) }
  }, [timeZone])
}
