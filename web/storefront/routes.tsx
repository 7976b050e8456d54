import { Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { FaceFrame } from '../shell/face-frame.tsx'
import { pageMeta } from '../shell/page-meta.ts'
import { createBuyerClient } from '../store/client.ts'
import { Page } from '../ui/page.tsx'
import { texts } from '../ui/texts.ts'

/** Around all pages of the storefront: one client for all of them. */
export function StorefrontLayout() {
  const [client] = useState(() => createBuyerClient(pageMeta.build ? { build: pageMeta.build } : {}))
  return (
    <FaceFrame client={client} offlineHelp={texts.shell.offlineHelp}>
      <Page>
        <Outlet />
      </Page>
    </FaceFrame>
  )
}

export const MarketPage = () => <h1>{texts.storefront.title}</h1>
export const ProductPage = () => <h1>{texts.storefront.product}</h1>
export const ShopPage = () => <h1>{texts.storefront.shop}</h1>
export const OrdersPage = () => <h1>{texts.storefront.orders}</h1>
export const ReceiptPage = () => <h1>{texts.storefront.receipt}</h1>
