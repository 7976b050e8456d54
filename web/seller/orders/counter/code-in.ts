import { pickupCodeOf } from '../../../../shared/order-search.ts'

const pickupCode = /^[23456789CFGHJMPQRVWX]{6}$/

/** The pickup code in what a receipt's QR code says: the code itself, or an address that names it. */
export function codeIn(text: string): string | null {
  const named = URL.parse?.(text)?.searchParams.get('code') ?? /[?&]code=([^&#]+)/.exec(text)?.[1] ?? text
  const code = pickupCodeOf(named)
  return pickupCode.test(code) ? code : null
}
