import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import banner from '../shell/shell.module.css'
import { useBuyerClient, useConnection, usePurchases } from '../store/hooks.ts'
import type { Purchase } from '../store/purchases.ts'
import { announce } from '../ui/announcements.ts'
import { Icon } from '../ui/icons.tsx'
import { texts } from '../ui/texts.ts'
import type { Cart } from './cart/cart.ts'
import { OrderNotice } from './orders/order-notice.tsx'
import styles from './purchase-notices.module.css'
import { purchaseTitle } from './purchase-title.ts'
import { isShown, type OpenSheet } from './sheets.ts'
import { useOpenSheet, useOrderNews, useShopping } from './shopping.ts'

const words = texts.storefront.notices

/**
 * Purchases that no sheet shows: those that an earlier visit left open, and those that were closed before their
 * outcome was known. And what others did to the buyer's orders. They stay until the buyer has seen them.
 */
export function PurchaseNotices() {
  const { cart, sheets } = useShopping()
  const purchases = usePurchases()
  const open = useOpenSheet()
  // The connection banner occupies the lower edge.
  const { kind } = useConnection()
  useShowRecovered(purchases)
  const unseen = purchases.filter((purchase) => !isShown(purchase.id, open, cart.sent))
  const news = useOrderNews()
  if (unseen.length === 0 && news.length === 0) return null
  return (
    <section
      className={styles.notices}
      data-screen-only
      data-raised={kind === 'offline' || kind === 'back' || undefined}
      aria-label={texts.storefront.orders}
    >
      {news.map((one) => (
        <OrderNotice key={`${one.kind} ${one.order.id}`} news={one} />
      ))}
      {unseen.map((purchase) => (
        <Notice key={purchase.id} purchase={purchase} onSee={() => sheets.show(sheetOf(purchase, cart))} />
      ))}
    </section>
  )
}

const sheetOf = ({ id }: Purchase, cart: Cart): OpenSheet =>
  cart.sent(id) ? { kind: 'cart' } : { kind: 'purchase', id }

/** Opens the sheet again after a reload in the middle of a purchase. */
function useShowRecovered(purchases: readonly Purchase[]): void {
  const { cart, sheets } = useShopping()
  const shown = useRef(new Set<string>())
  useEffect(() => {
    const recovered = purchases.find((purchase) => purchase.recovered && !shown.current.has(purchase.id))
    if (!recovered) return
    shown.current.add(recovered.id)
    if (sheets.open.get()) return
    sheets.show(sheetOf(recovered, cart))
  }, [purchases, cart, sheets])
}

const open = { tone: 'warn', icon: 'clock', say: words.open } as const
const failed = { tone: 'warn', icon: 'alert', say: words.refused } as const
const looks = {
  sending: open,
  unknown: open,
  bought: { tone: 'ok', icon: 'check', say: words.bought },
  refused: failed,
  lapsed: failed,
  taken: { ...failed, say: words.taken },
  restored: failed,
} as const

function Notice({ purchase, onSee }: { purchase: Purchase; onSee: () => void }) {
  const { store, purchases } = useBuyerClient()
  const { kind } = purchase.state
  const isOpen = kind === 'sending' || kind === 'unknown'
  const { tone, icon, say } = looks[kind]
  const said = say(purchaseTitle(purchase.lines, store))
  useEffect(() => announce(said), [said])
  return (
    <div className={`${banner.said} ${styles.notice}`} data-tone={tone}>
      <Icon name={icon} />
      <p>{said}</p>
      <Button size="sm" variant="subtle" onClick={onSee}>
        {words.see}
      </Button>
      {!isOpen && (
        <Button size="sm" variant="subtle" onClick={() => purchases.dismiss(purchase.id)}>
          {words.hide}
        </Button>
      )}
    </div>
  )
}
