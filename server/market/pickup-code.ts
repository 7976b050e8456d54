import { type Market, pickupKey } from './state.ts'

/** No vowels and nothing that looks like something else: read aloud and typed without mistakes. */
const alphabet = '23456789CFGHJMPQRVWX'
const length = 6
const codes = alphabet.length ** length

/**
 * The first code from `random` on that no unfulfilled order of the shop has. There are 64 million codes and
 * at most 5 million orders, so a free one is near.
 */
export function freePickupCode(market: Market, shopId: number, random: number): string {
  for (let number = random % codes; ; number = (number + 1) % codes) {
    const code = codeOf(number)
    if (!market.pickupCodes.has(pickupKey(shopId, code))) return code
  }
}

function codeOf(number: number): string {
  let code = ''
  for (let rest = number, place = 0; place < length; place += 1) {
    code += alphabet[rest % alphabet.length]
    rest = Math.floor(rest / alphabet.length)
  }
  return code
}
