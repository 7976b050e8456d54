import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Refusal } from '../../../shared/refusals.ts'
import { useBuyerClient, useFreshness, useMoney, useProduct, useShop } from '../../store/hooks.ts'
import type { Purchase } from '../../store/purchases.ts'
import { announce } from '../../ui/announcements.ts'
import { Note } from '../../ui/note.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { texts } from '../../ui/texts.ts'
import { CommitButton } from '../commit-button.tsx'
import { FocusedPart } from '../focused-part.tsx'
import { useShopping } from '../shopping.ts'
import { AlsoHere } from './also-here.tsx'
import { nextStep } from './next-step.ts'
import { ProductHead } from './product-head.tsx'
import styles from './refused.module.css'
import { SignInFirst } from './sign-in-first.tsx'

const words = orderTexts.outcome

/** A refused purchase: why, and the next best step as one button. */
export function Refused({ purchase, refusal }: { purchase: Purchase; refusal: Refusal }) {
  const { store, purchases } = useBuyerClient()
  const { sheets } = useShopping()
  const isLive = useFreshness() === 'live'
  const productId = concerned(purchase, refusal)
  const product = useProduct(productId)
  const shop = useShop(product?.shopId ?? 0)
  const step = nextStep({
    lines: purchase.lines,
    refusal,
    shopName: shop?.name ?? '',
    money: useMoney(),
    product: store.product,
    remaining: useRemaining(productId, refusal),
  })
  useEffect(() => announce(words.announceRefused(step.why)), [step.why])

  const take = () => {
    if (!step.offer) return
    sheets.show({ kind: 'purchase', id: purchases.buy(step.offer.lines).id })
  }
  return (
    <FocusedPart>
      {product && <ProductHead product={product} />}
      <Note tone="bad" icon="alert">
        {step.why} {words.nothingOrdered}
      </Note>
      {step.offer && (
        <CommitButton onPress={take} disabled={!isLive}>
          {isLive ? step.offer.label : texts.storefront.buy.offline}
        </CommitButton>
      )}
      {step.signsIn && <SignInFirst />}
      {step.showsOthers && product && (
        <AlsoHere shopId={product.shopId} except={purchase.lines.map((line) => line.productId)} />
      )}
      <div className={styles.ways}>
        <Link to="/" onClick={() => sheets.close()}>
          {words.toMarket}
        </Link>
        <Button variant="default" onClick={() => sheets.close()}>
          {texts.shell.close}
        </Button>
      </div>
    </FocusedPart>
  )
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
