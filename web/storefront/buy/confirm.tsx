import { Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useMoney, useOpenedSession, useOrders, useProduct, useShop } from '../../store/hooks.ts'
import { Note } from '../../ui/note.tsx'
import { Stepper } from '../../ui/stepper.tsx'
import { texts } from '../../ui/texts.ts'
import { type Availability, reasons, useAvailability, useOfflineHelp } from '../availability.ts'
import { CommitButton } from '../commit-button.tsx'
import { FocusedPart } from '../focused-part.tsx'
import { useCartLines, useShopping } from '../shopping.ts'
import { useLast } from '../use-last.ts'
import { AddToCart } from './add-to-cart.tsx'
import { AlsoHere } from './also-here.tsx'
import { type Draft, draftOf, ownedOf } from './draft.ts'
import { NameField } from './name-field.tsx'
import { NotKept } from './not-kept.tsx'
import { Pickup } from './pickup.tsx'
import { ProductHead } from './product-head.tsx'
import { SignInFirst } from './sign-in-first.tsx'
import { useOrder } from './use-order.ts'

const words = texts.storefront.buy

/** Where a buyer confirms the purchase of one product. Follows stock and price, and says what changed. */
export function Confirm({ productId, quantity }: { productId: number; quantity?: number | undefined }) {
  const product = useLast(useProduct(productId))
  const availability = useAvailability(productId)
  const owned = ownedOf(useOrders(), productId)
  if (!product) return <Note tone="warn">{words.gone}</Note>
  const over = whyOver(product, availability, owned)
  return (
    <FocusedPart>
      <ProductHead product={product} />
      {over ? (
        <>
          <Note tone="warn">{over}</Note>
          <AlsoHere shopId={product.shopId} except={[productId]} />
        </>
      ) : (
        <Decision product={product} owned={owned} wanted={quantity} />
      )}
    </FocusedPart>
  )
}

/** Why the product cannot be ordered in any quantity; null when it can. */
function whyOver(product: Product, availability: Availability, owned: number): string | null {
  if (availability === 'gone') return words.gone
  if (availability === 'sold-out') return words.soldOutNow
  const limit = product.limitPerBuyer
  return limit !== null && owned >= limit ? words.limitUsedUp(limit) : null
}

interface DecisionProps {
  product: Product
  owned: number
  wanted: number | undefined
}

function Decision({ product, owned, wanted }: DecisionProps) {
  const order = useOrder()
  const { cart, pickupName } = useShopping()
  const inCart = useCartLines().find(({ productId, sentAs }) => productId === product.id && sentAs === null)
  const availability = useAvailability(product.id)
  const [alone, setAlone] = useState(wanted ?? 1)
  // While it is in the cart, the sheet and the cart show and change one quantity.
  const asked = inCart?.quantity ?? alone
  const [name, setName] = useState(() => pickupName.kept())
  const [seenPrice] = useState(product.price)
  const draft = draftOf(product, asked, owned)
  const canBuy = availability === 'for-sale' && draft.max > 0
  const shop = useShop(product.shopId)
  const isGuest = useOpenedSession()?.session.role === 'guest'
  const offlineHelp = useOfflineHelp()
  const money = useMoney()
  const isPriceChanged = seenPrice !== product.price

  const setAsked = (quantity: number) => {
    setAlone(quantity)
    if (inCart) cart.change(product.id, quantity, product.price)
  }
  const buy = () => {
    if (!canBuy) return
    pickupName.keep(name)
    order([{ productId: product.id, quantity: draft.quantity, unitPrice: product.price }])
  }

  if (isGuest && (product.accountsOnly || shop?.accountsOnly))
    return (
      <>
        <Note tone="warn" icon="user">
          {words.accountsOnly} {words.accountsOnlyHelp}
        </Note>
        <SignInFirst />
      </>
    )
  return (
    <>
      <Quantity product={product} draft={draft} owned={owned} onChange={setAsked} />
      <NameField value={name} onChange={setName} onEnter={buy} />
      <Pickup shop={shop} />
      {isPriceChanged && (
        <Note tone="warn">{words.priceChanged(money(seenPrice), money(product.price))}</Note>
      )}
      {availability === 'offline' && (
        <Note tone="warn" icon="offline">
          {offlineHelp}
        </Note>
      )}
      <NotKept when="before" />
      <Group
        justify="space-between"
        align="baseline"
        fw={600}
        pt="sm"
        style={{ borderTop: '1px solid var(--line)' }}
      >
        {words.total}
        <Text component="strong" size="xl" ff="heading" fw={750}>
          {draft.total === 0 ? texts.storefront.free : money(draft.total)}
        </Text>
      </Group>
      <Stack gap={4}>
        <CommitButton onPress={buy} disabled={!canBuy}>
          {availability === 'for-sale'
            ? reserveText(draft.total, isPriceChanged, money)
            : reasons[availability]}
        </CommitButton>
        <AddToCart product={product} quantity={draft.quantity} max={draft.max} />
      </Stack>
    </>
  )
}

interface QuantityProps {
  product: Product
  draft: Draft
  owned: number
  onChange: (asked: number) => void
}

function Quantity({ product, draft, owned, onChange }: QuantityProps) {
  const limit = product.limitPerBuyer
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text size="sm" fw={600}>
            {words.quantity}
          </Text>
          {limit !== null && (
            <Text size="xs" c="dimmed">
              {owned > 0 ? words.limitWith(limit, owned) : words.limit(limit)}
            </Text>
          )}
        </div>
        <Stepper
          label={words.quantity}
          value={draft.quantity}
          max={draft.max}
          disabled={draft.max === 0}
          onChange={onChange}
        />
      </Group>
      {draft.max > 0 && draft.shortBecause === 'stock' && (
        <Note tone="warn">{words.onlyLeft(draft.max)}</Note>
      )}
    </>
  )
}

function reserveText(total: number, isPriceChanged: boolean, money: (minor: number) => string): string {
  if (total === 0) return words.reserveFree
  return isPriceChanged ? words.accept(money(total)) : words.reserve(money(total))
}
