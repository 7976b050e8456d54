import type { Refusal } from '../../../shared/refusals.ts'
import { useFreshness } from '../../store/hooks.ts'
import type { Purchase } from '../../store/purchases.ts'
import { Note } from '../../ui/note.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { texts } from '../../ui/texts.ts'
import { CommitButton } from '../commit-button.tsx'
import { FocusedPart } from '../focused-part.tsx'
import { SheetEnd } from '../sheet-end.tsx'
import { AlsoHere } from './also-here.tsx'
import { useNextStep } from './next-step.ts'
import { ProductHead } from './product-head.tsx'
import { SignInFirst } from './sign-in-first.tsx'
import { useOrder } from './use-order.ts'

const words = orderTexts.outcome

/** A refused purchase: why, and the next best step as one button. */
export function Refused({ purchase, refusal }: { purchase: Purchase; refusal: Refusal }) {
  const order = useOrder()
  const isLive = useFreshness() === 'live'
  const { step, product } = useNextStep(purchase, refusal)
  const take = () => {
    if (step.offer) order(step.offer.lines)
  }
  return (
    <FocusedPart>
      {product && <ProductHead product={product} />}
      <Note tone="warn">
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
      <SheetEnd to="/" toText={words.toMarket} closeText={texts.shell.close} variant="default" />
    </FocusedPart>
  )
}
