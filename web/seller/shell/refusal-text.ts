import type { Refusal } from '../../../shared/refusals.ts'
import { grouped } from '../../ui/plurals.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'

/** Why a seller's command was refused. */
export function sellerRefusal(refusal: Refusal): string {
  if (refusal.code === 'out_of_stock') return sellerTexts.outOfStock(refusal.available)
  if (refusal.code === 'invalid')
    return sellerTexts.invalid(refusal.issues[0]?.message ?? sellerTexts.refusals.invalid)
  // Sellers know that their shop is closed, and not why it cannot be changed.
  if (refusal.code === 'shop_closed' && refusal.suspended) return sellerTexts.refusals.forbidden
  if (refusal.code === 'quota_reached') return sellerTexts.quotaReached[refusal.what](grouped(refusal.max))
  // A newer server may use codes that this page does not know.
  return sellerTexts.refusals[refusal.code] ?? refusal.message
}
