import { type ReactNode, useEffect } from 'react'
import type { BuyerClient, Client, SellerClient } from '../store/client.ts'
import { ClientContext } from '../store/hooks.ts'

export interface ClientProviderProps {
  client: Client<'/board'> | BuyerClient | SellerClient
  children: ReactNode
}

/** Gives a face its client, connected as long as the face is shown. */
export function ClientProvider({ client, children }: ClientProviderProps) {
  useEffect(() => {
    client.start()
    return () => client.stop()
  }, [client])
  return <ClientContext value={client}>{children}</ClientContext>
}
