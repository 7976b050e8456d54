import { LocalDays } from '../../../shared/calendar.ts'
import { useShop } from '../../store/hooks.ts'
import { locale } from '../../ui/language.ts'
import { knownZone } from '../../ui/zoned-format.ts'
import { useShopChoice } from './use-shop-choice.ts'

export interface DateTimes {
  /** "14:03" today, "Sat 14:03" within a week before or after, else with the date; with the zone if it is not the browser's. */
  short: (at: number) => string
  /** "22 Nov, 14:03:07 CET". */
  full: (at: number) => string
}

/** Formats times in the shop's time zone. */
export const useDateTime = (shopId: number): DateTimes => timesOf(useShop(shopId)?.timeZone ?? 'UTC')

/** The zone of a list of several shops, so that it shows one clock: theirs if they share it, else the reader's. */
export function useListZone(): string {
  const { shops } = useShopChoice()
  const zones = new Set(shops.map(({ timeZone }) => timeZone))
  const [zone] = zones
  return knownZone(zones.size === 1 ? zone : undefined)
}

export const useListTimes = (): DateTimes => timesOf(useListZone())

function timesOf(timeZone: string): DateTimes {
  const times = made.get(timeZone) ?? dateTimesOf(knownZone(timeZone))
  made.set(timeZone, times)
  return times
}

/** By a shop's zone. Making formats is slow, also to find out if a zone is known, and tables use them in each row. */
const made = new Map<string, DateTimes>()

function dateTimesOf(timeZone: string): DateTimes {
  const zone = isReaders(timeZone) ? undefined : ('short' as const)
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZoneName: zone, ...options, timeZone, hourCycle: 'h23' })
  const clock = { hour: '2-digit', minute: '2-digit' } as const
  const dayAndTime = { day: 'numeric', month: 'short', ...clock } as const
  const time = format(clock)
  const weekday = format({ weekday: 'short', ...clock })
  const day = format(dayAndTime)
  const exact = format({ ...dayAndTime, second: '2-digit', timeZoneName: 'short' })
  const days = new LocalDays(timeZone)
  const short = (at: number) => {
    const daysAgo = days.dayOf(Date.now()) - days.dayOf(at)
    if (daysAgo === 0) return time.format(at)
    return Math.abs(daysAgo) < 7 ? weekday.format(at) : day.format(at)
  }
  return { short, full: (at) => exact.format(at) }
}

/** Whether a shop's time equals the browser's now; zones with different names can. */
function isReaders(timeZone: string | undefined): boolean {
  const now = Date.now()
  const written = (zone: string | undefined) =>
    new Intl.DateTimeFormat('en', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(now)
  return written(timeZone) === written(undefined)
}
