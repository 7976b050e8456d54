import { Fragment, type ReactNode, useEffect } from 'react'
import type { BuyerClient, Client, SellerClient } from '../store/client.ts'
import { ClientContext, useMarketNumber } from '../store/hooks.ts'
import { BrandStyle } from './brand-style.tsx'

export interface ClientProviderProps {
  client: Client<'/board'> | BuyerClient | SellerClient
  children: ReactNode
}

/**
 * Gives an app its client, which is connected while the app is shown. If the market is replaced by another one, the
 * app starts over, as the pages and ledgers that it has kept belong to the former market.
 */
export function ClientProvider({ client, children }: ClientProviderProps) {
  useEffect(() => {
    client.start()
    return () => client.stop()
  }, [client])
  const marketNumber = useMarketNumber(client)
  return (
    <ClientContext value={client}>
      <BrandStyle />
      <Fragment key={marketNumber}>{children}</Fragment>
    </ClientContext>
  )
}
