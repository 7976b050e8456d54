import { NativeSelect, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { pageMeta } from '../../shell/page-meta.ts'
import { useMarketInfo, useOpenedSession } from '../../store/hooks.ts'
import { ColorSchemeButton } from '../../ui/color-scheme-button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Note } from '../../ui/note.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useNewOrders } from '../orders/use-new-orders.ts'
import { ChimeButton } from './chime-button.tsx'
import styles from './seller-header.module.css'
import { StopSelling } from './stop-selling.tsx'
import { useShopChoice } from './use-shop-choice.ts'

const said = sellerTexts.selling

/** Links to the pages, the shop selection, and the button that stops selling. */
export function SellerHeader() {
  const name = useMarketInfo()?.name ?? pageMeta.name
  return (
    <Stack gap="xs">
      <div className={styles.first}>
        <Link to="/sell" className={styles.name}>
          {name}
        </Link>
        <ShopSwitch />
        <span className={styles.room} />
        <Text component="a" href="/" size="sm" c="dimmed" td="underline" visibleFrom="sm">
          {sellerTexts.toStorefront}
        </Text>
        <Text component="a" href="/board" size="sm" c="dimmed" td="underline" visibleFrom="sm">
          {sellerTexts.toBoard}
        </Text>
        <ChimeButton />
        <ColorSchemeButton />
        <StopSelling />
      </div>
      <Pages />
      <ClosedNote />
    </Stack>
  )
}

function Pages() {
  const newOrders = useNewOrders().length
  const isOperator = useOpenedSession()?.session.role === 'operator'
  return (
    <nav className={styles.pages} aria-label={sellerTexts.pages}>
      <Link to="/sell" activeOptions={{ exact: true, includeSearch: false }}>
        {sellerTexts.overview}
      </Link>
      <Link to="/sell/products">{sellerTexts.products}</Link>
      <Link to="/sell/orders">
        {sellerTexts.orders}
        {newOrders > 0 && <span className={styles.count}>{newOrders}</span>}
      </Link>
      {isOperator && <Link to="/sell/shops">{sellerTexts.shops.title}</Link>}
      <Link to="/sell/settings">{sellerTexts.settings}</Link>
    </nav>
  )
}

/** On every page while a shop is closed. */
function ClosedNote() {
  const { shops } = useShopChoice()
  const closed = shops.filter(({ status }) => status !== 'open')
  const [first] = closed
  if (!first) return null
  const isSuspended = first.status === 'suspended'
  const one = isSuspended ? said.suspendedBar(first.name) : said.closedBar(first.name)
  return (
    <Note tone="bad" icon="lock" role="status">
      {closed.length === 1 ? one : said.closedBars(closed.length)}
    </Note>
  )
}

function ShopSwitch() {
  const { all, one, choose } = useShopChoice()
  if (all.length < 2) return null
  return (
    <NativeSelect
      className={styles.switch ?? ''}
      size="sm"
      aria-label={sellerTexts.shop}
      value={one?.id ?? ''}
      onChange={({ currentTarget: { value } }) => choose(value === '' ? null : Number(value))}
      leftSection={<Icon name="shop" size={16} />}
      data={[
        { value: '', label: sellerTexts.allShops },
        ...all.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
    />
  )
}
