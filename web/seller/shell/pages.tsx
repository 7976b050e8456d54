import { Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useMarketInfo, useOpenedSession } from '../../store/hooks.ts'
import { ColorSchemeButton } from '../../ui/color-scheme-button.tsx'
import { Icon, type IconName } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { useNewOrders } from '../orders/use-new-orders.ts'
import { ChimeButton } from './chime-button.tsx'
import { IfMay } from './if-may.tsx'
import styles from './pages.module.css'
import { useIsPhone } from './use-is-phone.ts'

/** Links to the pages: in a row, and on phones as tabs within a thumb's reach. */
export function Pages() {
  const isPhone = useIsPhone()
  const isOperator = useOpenedSession()?.session.role === 'operator'
  const home = { to: '/sell', activeOptions: { exact: true, includeSearch: false } } as const
  if (isPhone) {
    return (
      <nav className={styles.tabs} aria-label={sellerTexts.pages}>
        <Link to="/sell/orders">
          <TabIcon name="ticket" badge={<NewOrders />} />
          {sellerTexts.orders}
        </Link>
        <Link to="/sell/products">
          <TabIcon name="box" />
          {sellerTexts.products}
        </Link>
        <Link {...home}>
          <TabIcon name="chart" />
          {sellerTexts.overview}
        </Link>
        <More isOperator={isOperator} />
      </nav>
    )
  }
  return (
    <nav className={styles.pages} aria-label={sellerTexts.pages}>
      <Link {...home}>{sellerTexts.overview}</Link>
      <Link to="/sell/products">{sellerTexts.products}</Link>
      <Link to="/sell/orders">
        {sellerTexts.orders} <NewOrders />
      </Link>
      {isOperator && <Link to="/sell/shops">{sellerTexts.shops.title}</Link>}
      <Link to="/sell/settings">{sellerTexts.settings}</Link>
    </nav>
  )
}

function NewOrders() {
  const count = useNewOrders().length
  return count > 0 && <span className={styles.count}>{count > 99 ? '99+' : count}</span>
}

const TabIcon = ({ name, badge }: { name: IconName; badge?: ReactNode }) => (
  <span className={styles.icon}>
    <Icon name={name} size={24} />
    {badge}
  </span>
)

/** The pages and links that are not needed at the counter. */
function More({ isOperator }: { isOperator: boolean }) {
  const [opened, setOpened] = useState(false)
  const market = useMarketInfo()?.name
  const close = () => setOpened(false)
  return (
    <>
      <button type="button" aria-haspopup="dialog" aria-expanded={opened} onClick={() => setOpened(true)}>
        <TabIcon name="settings" />
        {sellerTexts.day.more}
      </button>
      <Sheet opened={opened} onClose={close} title={market ?? sellerTexts.day.moreTitle}>
        <Stack gap={0} className={styles.more ?? ''}>
          <Link to="/sell/settings" onClick={close}>
            <Icon name="settings" /> {sellerTexts.settings}
          </Link>
          <IfMay right="staff">
            <Link to="/sell/staff" onClick={close}>
              <Icon name="user" /> {sellerTexts.staff.open}
            </Link>
          </IfMay>
          {isOperator && (
            <Link to="/sell/shops" onClick={close}>
              <Icon name="shop" /> {sellerTexts.shops.title}
            </Link>
          )}
          <a href="/">
            <Icon name="home" /> {sellerTexts.toStorefront}
          </a>
          <a href="/board">
            <Icon name="system" /> {sellerTexts.toBoard}
          </a>
          <ChimeButton isLabelled />
          <ColorSchemeButton isLabelled />
        </Stack>
      </Sheet>
    </>
  )
}
