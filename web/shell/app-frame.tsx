import type { ReactNode } from 'react'
import type { BuyerClient, SellerClient } from '../store/client.ts'
import { ClientProvider } from './client-provider.tsx'
import { ConnectionBanner, type ConnectionBannerProps } from './connection-banner.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { ReloadOffer } from './reload-offer.tsx'
import { useLeaveFormerMarket } from './use-leave-former-market.ts'

export interface AppFrameProps extends ConnectionBannerProps {
  client: BuyerClient | SellerClient
  /** Where to go when the market is replaced by another one. */
  home: '/' | '/sell'
  children: ReactNode
}

/** What the attended apps share: the client, the state of its connection, and the offer to reload. */
export function AppFrame({ client, home, children, ...help }: AppFrameProps) {
  useLeaveFormerMarket(client, home)
  return (
    <ClientProvider client={client}>
      <NoticeBar />
      <ReloadOffer />
      {children}
      <ConnectionBanner {...help} />
    </ClientProvider>
  )
}
