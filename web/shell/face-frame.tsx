import type { ReactNode } from 'react'
import type { BuyerClient, SellerClient } from '../store/client.ts'
import { ClientProvider } from './client-provider.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { ReloadOffer } from './reload-offer.tsx'

export interface FaceFrameProps {
  client: BuyerClient | SellerClient
  /** What still works without a connection, in a sentence. */
  offlineHelp: string
  children: ReactNode
}

/** What the faces with people before them share: the client, the state of its connection, the offer to reload. */
export const FaceFrame = ({ client, offlineHelp, children }: FaceFrameProps) => (
  <ClientProvider client={client}>
    <ReloadOffer />
    {children}
    <ConnectionBanner offlineHelp={offlineHelp} />
  </ClientProvider>
)
