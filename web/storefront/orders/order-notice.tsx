import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { isCalled, isOpen } from '../../../shared/catalog/order-states.ts'
import banner from '../../shell/shell.module.css'
import { useClient, useShop } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { Icon } from '../../ui/icons.tsx'
import { textsOfState } from '../../ui/order-states.ts'
import { orderTexts } from '../../ui/order-texts.ts'
import { texts } from '../../ui/texts.ts'
import styles from '../purchase-notices.module.css'
import { purchaseTitle } from '../purchase-title.ts'
import { useShopping } from '../shopping.ts'
import type { OrderNews } from './order-news.ts'
import { ReceiptLink } from './receipt-link.tsx'

/** Tells a buyer what others did to an order, and what to do next. */
export function OrderNotice({ news }: { news: OrderNews }) {
  const { orderWatch } = useShopping()
  const { store } = useClient()
  const { kind, order } = news
  const shop = useShop(order.shopId)
  const { buyer } = textsOfState(order.status)
  const name = order.lines.length > 0 ? purchaseTitle(order.lines, store, order.lines[0]?.name) : ''
  const said = sentenceOf(news, name, shop?.name ?? '')
  const dismiss = () => orderWatch.dismiss(news)
  useEffect(() => announce(said), [said])
  return (
    <div
      className={`${banner.said} ${styles.notice}`}
      data-tone={kind === 'pickup' ? 'warn' : order.cancelledAt === null ? buyer.tone : 'bad'}
    >
      <Icon name={kind === 'pickup' ? 'pin' : buyer.icon} />
      <p>
        {said}{' '}
        {order.cancelledAt !== null && shop ? (
          <Link to="/shop/$slug" params={{ slug: shop.slug }} onClick={dismiss}>
            {orderTexts.outcome.allOf(shop.name)}
          </Link>
        ) : (
          <ReceiptLink order={order} onFollow={dismiss}>
            {isOpen(order) ? orderTexts.news.show : texts.storefront.notices.see}
          </ReceiptLink>
        )}
      </p>
      <Button size="sm" variant="subtle" px="xs" style={{ flex: 'none' }} onClick={dismiss}>
        {texts.storefront.notices.hide}
      </Button>
    </div>
  )
}

function sentenceOf({ kind, order }: OrderNews, name: string, shop: string): string {
  const { news } = orderTexts
  if (kind === 'pickup') return news.pickup(shop)
  if (order.cancelledBy === 'market') return news.expired(name)
  if (order.cancelledAt !== null) return news.cancelled(shop, name, order.reason ?? '')
  if (order.fulfilledAt !== null) return news.pickedUp(name)
  return isCalled(order) ? news.ready(name, order.pickupCode) : news.changed(name)
}
