import type { ReactNode } from 'react'
import type { BuyerClient, SellerClient } from '../store/client.ts'
import { ClientProvider } from './client-provider.tsx'
import { ConnectionBanner, type ConnectionBannerProps } from './connection-banner.tsx'
import { ReloadOffer } from './reload-offer.tsx'

export interface FaceFrameProps extends ConnectionBannerProps {
  client: BuyerClient | SellerClient
  children: ReactNode
}

/** What the faces with people before them share: the client, the state of its connection, the offer to reload. */
export const FaceFrame = ({ client, children, ...help }: FaceFrameProps) => (
  <ClientProvider client={client}>
    <ReloadOffer />
    {children}
    <ConnectionBanner {...help} />
  </ClientProvider>
)
