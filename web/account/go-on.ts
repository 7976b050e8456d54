import type { Session } from '../../shared/protocol/shapes.ts'

/**
 * After signing in, loads a page for the new session: the one that the person wanted, if it belongs to this site, or
 * the start page for their role.
 */
export function goOn({ role }: Session, wanted?: string): void {
  const { origin } = window.location
  const isHere =
    wanted !== undefined && URL.canParse(wanted, origin) && new URL(wanted, origin).origin === origin
  const sells = role === 'seller' || role === 'operator'
  window.location.assign(isHere ? wanted : sells ? '/sell' : '/orders')
}
