import { pickupCodeCount, pickupCodeFrom } from '../../shared/pickup-code.ts'
import type { PickupCodes } from './market.ts'

/**
 * The first code at or after `random` that no open order of the shop uses. With 64 million codes and at most
 * 5 million orders, one is found quickly.
 */
export function freePickupCode(codes: Pick<PickupCodes, 'find'>, shopId: number, random: number): string {
  let number = random % pickupCodeCount
  while (codes.find(shopId, number) >= 0) number = (number + 1) % pickupCodeCount
  return pickupCodeFrom(number)
}
