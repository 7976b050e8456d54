import type { Session } from '../../shared/protocol/shapes.ts'

/**
 * After signing in the page is loaded anew, as whoever one is now: to where one wanted to go, if that is here, or
 * to where one's work is.
 */
export function goOn({ role }: Session, wanted?: string): void {
  const { origin } = window.location
  const isHere =
    wanted !== undefined && URL.canParse(wanted, origin) && new URL(wanted, origin).origin === origin
  const sells = role === 'seller' || role === 'operator'
  window.location.assign(isHere ? wanted : sells ? '/sell' : '/orders')
}
