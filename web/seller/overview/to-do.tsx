import { Stack, Text } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { orderStatuses } from '../../../shared/catalog/order-states.ts'
import { useProducts } from '../../store/hooks.ts'
import { Icon, type IconName } from '../../ui/icons.tsx'
import { textsOfState } from '../../ui/order-states.ts'
import { RowList } from '../../ui/row-list.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import type { Tone } from '../../ui/status-label.tsx'
import type { Waiting } from '../orders/use-waiting.ts'
import { isLow, isSoldOut } from '../products/product-list.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import styles from './to-do.module.css'

const said = sellerTexts.todo

/** What needs doing, most urgent first. */
export function ToDo({ waiting }: { waiting: Waiting }) {
  const { shops } = useShopChoice()
  const { soldOut, low } = useScarce()
  const noted = shops.filter(({ pickupNote }) => pickupNote.trim() === '')
  const nothing = waiting.orders.length + soldOut + low + noted.length === 0
  return (
    <Stack component="section" gap="xs" aria-labelledby="to-do">
      <h2 id="to-do">{said.title}</h2>
      {nothing && <Text c="dimmed">{said.nothing}</Text>}
      <RowList>
        {noted.map(({ id, name }) => (
          <Item
            key={id}
            icon="pin"
            tone="warn"
            to="/sell/settings"
            search={{ shop: id }}
            action={said.writeNote}
          >
            {said.noPickupNote(name)}
          </Item>
        ))}
        <OrdersToDo waiting={waiting} />
        {soldOut > 0 && (
          <Item
            icon="sold-out"
            tone="warn"
            to="/sell/products"
            search={{ filter: 'sold-out' }}
            action={said.see}
          >
            {said.soldOut(soldOut)}
          </Item>
        )}
        {low > 0 && (
          <Item icon="alert" tone="warn" to="/sell/products" search={{ filter: 'low' }} action={said.see}>
            {said.low(low)}
          </Item>
        )}
      </RowList>
    </Stack>
  )
}

/** One item for each state in which orders wait for the seller. */
const OrdersToDo = ({ waiting: { orders, partly } }: { waiting: Waiting }) =>
  orderStatuses.map((status) => {
    const { toDo, seller } = textsOfState(status)
    const count = orders.filter((order) => order.status === status).length
    return (
      toDo &&
      count > 0 && (
        <Item
          key={status}
          icon={seller.icon}
          tone={seller.tone}
          to="/sell/orders"
          search={{ status }}
          action={said.see}
        >
          {partly ? said.atLeast(toDo(count)) : toDo(count)}
        </Item>
      )
    )
  })

interface ItemProps {
  icon: IconName
  tone: Tone
  to: LinkProps['to']
  search: object
  action: string
  children: ReactNode
}

const Item = ({ icon, tone, to, search, action, children }: ItemProps) => (
  <li className={styles.item} data-tone={tone}>
    <Icon name={icon} />
    <span>{children}</span>
    <Link {...({ to, search } as LinkProps)}>{action}</Link>
  </li>
)

/** How many listed products are sold out or running low. */
function useScarce(): { soldOut: number; low: number } {
  const products = useProducts()
  const { shops } = useShopChoice()
  const shopOf = new Map(shops.map((shop) => [shop.id, shop]))
  const listed = [...products.values()].filter(
    ({ status, shopId }) => status === 'listed' && shopOf.has(shopId),
  )
  const inStock = listed.filter((product) => !isSoldOut(product))
  const low = inStock.filter((product) => isLow(product, shopOf.get(product.shopId)))
  return { soldOut: listed.length - inStock.length, low: low.length }
}
