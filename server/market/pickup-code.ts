import { pickupCodeCount, pickupCodeFrom } from '../../shared/pickup-code.ts'
import type { PickupCodes } from './market.ts'

/**
 * The first code from `random` on that no order of the shop waits under. There are 64 million codes and at most
 * 5 million orders, so a free one is near.
 */
export function freePickupCode(codes: Pick<PickupCodes, 'find'>, shopId: number, random: number): string {
  let number = random % pickupCodeCount
  while (codes.find(shopId, number) >= 0) number = (number + 1) % pickupCodeCount
  return pickupCodeFrom(number)
}
