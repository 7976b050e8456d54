/** When people order and pick up at each shop of the demo market, by the shop's own clock. */

/** A moment of a week: 0 is Sunday, and the hour runs from 0 to 23. */
export interface HourOfWeek {
  weekday: number
  hour: number
}

/** A minute of a week: 0 is Sunday. */
export interface MinuteOfWeek {
  weekday: number
  minuteOfDay: number
}

export const minuteMs = 60_000
const dayMinutes = 24 * 60
export const weekMs = 7 * dayMinutes * minuteMs

/** The local hour at an offset into a week. */
export type HourAt = (offsetMs: number) => HourOfWeek

/** For a week that ends, and so starts, at a weekday and minute. */
export function hoursOfWeek({ weekday, minuteOfDay }: MinuteOfWeek): HourAt {
  return (offsetMs) => {
    const minute = weekday * dayMinutes + minuteOfDay + Math.floor(offsetMs / minuteMs)
    return { weekday: Math.floor(minute / dayMinutes) % 7, hour: Math.floor((minute % dayMinutes) / 60) }
  }
}

interface ShopHours {
  /** How many orders this hour brings, compared with others; 0 means none. */
  demandAt(moment: HourOfWeek): number
  /** Whether somebody stands there who hands things over. */
  isStaffedAt(moment: HourOfWeek): boolean
}

const sunday = 0
const monday = 1
const friday = 5
const saturday = 6

const from = (hour: number, start: number, end: number): boolean => hour >= start && hour < end

const bakery: ShopHours = {
  demandAt({ weekday, hour }) {
    if (weekday === sunday || weekday === monday) return 0
    if (weekday === saturday)
      return from(hour, 7, 9) ? 8 : from(hour, 9, 12) ? 10 : from(hour, 12, 14) ? 3 : 0
    return from(hour, 6, 9) ? 3 : from(hour, 9, 16) ? 1 : from(hour, 16, 20) ? 2 : 0
  },
  isStaffedAt({ weekday, hour }) {
    if (weekday === sunday || weekday === monday) return false
    return weekday === saturday ? from(hour, 8, 14) : from(hour, 7, 18)
  },
}

const merchTable: ShopHours = {
  demandAt({ weekday, hour }) {
    const isGigNight = weekday === friday || weekday === saturday
    return isGigNight && from(hour, 19, 23) ? 6 : from(hour, 12, 22) ? 0.4 : 0
  },
  isStaffedAt: ({ weekday, hour }) => (weekday === friday || weekday === saturday) && from(hour, 19, 24),
}

const ticketDesk: ShopHours = {
  demandAt({ weekday, hour }) {
    if (weekday === saturday && from(hour, 10, 13)) return 3
    if (weekday === friday && from(hour, 12, 19)) return 1.5
    return from(hour, 10, 22) ? 0.6 : 0
  },
  isStaffedAt: ({ weekday, hour }) => (weekday === friday || weekday === saturday) && from(hour, 18, 21),
}

/** In the order of the demo market's shops. */
export const shopHours: readonly ShopHours[] = [bakery, merchTable, ticketDesk]

/** When the bakery's trays come out. */
export const isBakingAt = ({ weekday, hour }: HourOfWeek): boolean =>
  weekday !== sunday && weekday !== monday && hour === 5
