import { Fragment, type ReactNode, useEffect } from 'react'
import type { BuyerClient, Client, SellerClient } from '../store/client.ts'
import { ClientContext, useMarketNumber } from '../store/hooks.ts'

export interface ClientProviderProps {
  client: Client<'/board'> | BuyerClient | SellerClient
  children: ReactNode
}

/**
 * Gives a face its client, connected as long as the face is shown. When the market becomes another one, the face
 * begins anew: pages, ledgers and places that it has kept are the former market's.
 */
export function ClientProvider({ client, children }: ClientProviderProps) {
  useEffect(() => {
    client.start()
    return () => client.stop()
  }, [client])
  const marketNumber = useMarketNumber(client)
  return (
    <ClientContext value={client}>
      <Fragment key={marketNumber}>{children}</Fragment>
    </ClientContext>
  )
}
