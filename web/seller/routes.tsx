import { Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { FaceFrame } from '../shell/face-frame.tsx'
import { pageMeta } from '../shell/page-meta.ts'
import { createSellerClient } from '../store/client.ts'
import { Page } from '../ui/page.tsx'
import { texts } from '../ui/texts.ts'

/** Around all pages of the seller: one client for all of them. */
export function SellerLayout() {
  const [client] = useState(() => createSellerClient(pageMeta.build ? { build: pageMeta.build } : {}))
  return (
    <FaceFrame client={client} offlineHelp={texts.shell.offlineHelpSeller}>
      <Page>
        <Outlet />
      </Page>
    </FaceFrame>
  )
}

export const OverviewPage = () => <h1>{texts.seller.overview}</h1>
export const ProductsPage = () => <h1>{texts.seller.products}</h1>
export const ProductPage = () => <h1>{texts.seller.products}</h1>
export const OrdersPage = () => <h1>{texts.seller.orders}</h1>
export const SettingsPage = () => <h1>{texts.seller.settings}</h1>
