import { useEffect } from 'react'
import { useBuyerClient, usePurchase, usePurchases } from '../store/hooks.ts'
import type { Purchase } from '../store/purchases.ts'
import { orderTexts } from '../ui/order-texts.ts'
import { Sheet } from '../ui/sheet.tsx'
import { texts } from '../ui/texts.ts'
import { Confirm } from './buy/confirm.tsx'
import { Outcome } from './buy/outcome.tsx'
import { CartView } from './cart/cart-view.tsx'
import { PurchaseNotices } from './purchase-notices.tsx'
import { isShown, type OpenSheet } from './sheets.ts'
import { useCartLines, useShopping } from './shopping.ts'
import { useLast } from './use-last.ts'

const words = texts.storefront

/** The storefront's only sheet. Its content changes in place, so that an outcome appears where the button was. */
export function SheetView({ open }: { open: OpenSheet | null }) {
  const { cart, sheets } = useShopping()
  const { purchases } = useBuyerClient()
  // It keeps its content while it closes.
  const shown = useLast(open)
  const purchase = useLast(usePurchase(shown?.kind === 'purchase' ? shown.id : null))
  useEffect(() => {
    // An outcome that was shown has been seen, whichever way the buyer left it.
    return () => {
      for (const { id } of purchases.list()) if (isShown(id, open, cart.sent)) purchases.dismiss(id)
    }
  }, [open, purchases, cart])
  return (
    <>
      <PurchaseNotices />
      <Sheet
        opened={open !== null}
        onClose={() => sheets.close()}
        title={shown && <Title of={shown} purchase={purchase} />}
      >
        {shown?.kind === 'buy' && (
          <Confirm key={shown.productId} productId={shown.productId} quantity={shown.quantity} />
        )}
        {shown?.kind === 'purchase' && purchase && <Outcome purchase={purchase} />}
        {shown?.kind === 'cart' && <CartView />}
      </Sheet>
    </>
  )
}

function Title({ of, purchase }: { of: OpenSheet; purchase: Purchase | null | undefined }) {
  const { cart } = useShopping()
  const isCartEmpty = useCartLines().length === 0
  const hasOutcomes = usePurchases().some(({ id }) => cart.sent(id))
  if (of.kind === 'cart')
    return isCartEmpty && hasOutcomes ? orderTexts.carts.doneTitle : orderTexts.carts.title
  if (of.kind === 'buy' || !purchase) return words.buy.title
  return titles[purchase.state.kind]
}

const titles: Record<Purchase['state']['kind'], string> = {
  sending: orderTexts.outcome.sendingTitle,
  unknown: orderTexts.outcome.unknownTitle,
  bought: orderTexts.outcome.boughtTitle,
  refused: orderTexts.outcome.refusedTitle,
  lapsed: orderTexts.outcome.lapsedTitle,
  taken: orderTexts.outcome.takenTitle,
  restored: orderTexts.outcome.lapsedTitle,
}
