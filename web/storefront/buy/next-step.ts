import { useEffect, useState } from 'react'
import type { PurchaseLine } from '../../../shared/protocol/buyer-messages.ts'
import type { Product } from '../../../shared/protocol/shapes.ts'
import type { Refusal } from '../../../shared/refusals.ts'
import { useClient, useMoney, useProduct, useShop } from '../../store/hooks.ts'
import type { Purchase } from '../../store/purchases.ts'
import { announce } from '../../ui/announcements.ts'
import { orderTexts } from '../../ui/order-texts.ts'
import { texts } from '../../ui/texts.ts'

const words = orderTexts.outcome

/** What a buyer reads after a refusal, and the best thing that one button can do. */
export interface NextStep {
  /** The reason, in one sentence. */
  why: string
  /** The button's label and what it orders; null if nothing can be ordered instead. */
  offer: { label: string; lines: readonly PurchaseLine[] } | null
  /** Whether to show the shop's other products. */
  showsOthers: boolean
  /** Whether signing in would help. */
  signsIn?: boolean
}

export interface RefusedPurchase {
  lines: readonly PurchaseLine[]
  refusal: Refusal
  shopName: string
  money: (minor: number) => string
  product: (id: number) => Product | undefined
  /** The latest known stock of the refusal's product. */
  remaining: number
}

/** The next best step after a refusal, which it announces, and the product concerned. */
export function useNextStep(
  purchase: Purchase,
  refusal: Refusal,
): { step: NextStep; product: Product | undefined } {
  const { store } = useClient()
  const productId = concerned(purchase, refusal)
  const product = useProduct(productId)
  const step = nextStep({
    lines: purchase.lines,
    refusal,
    shopName: useShop(product?.shopId ?? 0)?.name ?? '',
    money: useMoney(),
    product: store.product,
    remaining: useRemaining(productId, refusal),
  })
  useEffect(() => announce(words.announceRefused(step.why)), [step.why])
  return { step, product }
}

/** The product that the refusal names, or the first line's. */
const concerned = (purchase: Purchase, refusal: Refusal): number =>
  ('productId' in refusal ? refusal.productId : undefined) ?? purchase.lines[0]?.productId ?? 0

/**
 * How many are left. The refusal may arrive before the change that caused it, so it counts until the product's
 * stock changes.
 */
function useRemaining(productId: number, refusal: Refusal): number {
  const product = useProduct(productId)
  const [atFirst] = useState(product)
  const said = refusal.code === 'out_of_stock' ? refusal.available : 0
  return product === atFirst ? said : (product?.stock ?? 0)
}

/** The next best step after a refusal. It offers only orders whose quantity and price the buyer can see. */
export function nextStep(refused: RefusedPurchase): NextStep {
  const { lines, refusal, money } = refused
  switch (refusal.code) {
    case 'out_of_stock':
      return outOfStock(refused, refusal.productId)
    case 'price_changed': {
      const { productId, price } = refusal
      const before = lines.find((line) => line.productId === productId)?.unitPrice ?? price
      const changed = replaced(lines, productId, { unitPrice: price })
      return {
        why: words.priceChanged(nameOf(refused, productId), money(before), money(price)),
        offer: { label: words.acceptPrice(money(totalOf(changed))), lines: changed },
        showsOthers: false,
      }
    }
    case 'limit_reached': {
      const { productId, limit, left } = refusal
      const changed = replaced(lines, productId, { quantity: left })
      const why = words.limit(nameOf(refused, productId), limit)
      return left > 0
        ? {
            why,
            offer: { label: words.takeAllowed(left, money(totalOf(changed))), lines: changed },
            showsOthers: false,
          }
        : { why: `${why} ${words.limitUsedUp}`, offer: null, showsOthers: true }
    }
    case 'shop_closed':
      return { why: words.shopClosed(refused.shopName), offer: null, showsOthers: false }
    case 'account_required':
      return {
        why: words.accountRequired(nameOf(refused, refusal.productId)),
        offer: null,
        showsOthers: false,
        signsIn: true,
      }
    case 'not_found':
      return { why: words.gone(nameOf(refused, lines[0]?.productId ?? 0)), offer: null, showsOthers: true }
    case 'too_many_requests':
      return {
        why: `${orderTexts.refusals[refusal.code]} ${texts.shell.retryAfter(refusal.retryAfterMs)}`,
        offer: null,
        showsOthers: false,
      }
    case 'too_many_open_orders':
    case 'market_full':
      return { why: orderTexts.refusals[refusal.code] ?? refusal.message, offer: null, showsOthers: false }
    default:
      return {
        why: orderTexts.refusals[refusal.code] ?? refusal.message,
        offer: { label: words.again, lines },
        showsOthers: false,
      }
  }
}

function outOfStock(refused: RefusedPurchase, productId: number): NextStep {
  const { lines, remaining, money } = refused
  const name = nameOf(refused, productId)
  const asked = lines.reduce((sum, line) => sum + (line.productId === productId ? line.quantity : 0), 0)
  if (remaining === 0) return { why: words.soldOut(name), offer: null, showsOthers: true }
  if (remaining >= asked)
    return { why: words.soldOut(name), offer: { label: words.again, lines }, showsOthers: false }
  const fewer = replaced(lines, productId, { quantity: remaining })
  const total = money(totalOf(fewer))
  return {
    why: words.someLeft(name, remaining),
    offer: { label: remaining === 1 ? words.takeOne(total) : words.take(remaining, total), lines: fewer },
    showsOthers: false,
  }
}

const nameOf = (refused: RefusedPurchase, productId: number): string =>
  refused.product(productId)?.name ?? texts.storefront.buy.gone

const replaced = (
  lines: readonly PurchaseLine[],
  productId: number,
  by: Partial<PurchaseLine>,
): readonly PurchaseLine[] => lines.map((line) => (line.productId === productId ? { ...line, ...by } : line))

const totalOf = (lines: readonly PurchaseLine[]): number =>
  lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0)
