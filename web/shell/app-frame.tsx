import { useLocation, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import type { BuyerClient, SellerClient } from '../store/client.ts'
import { useConnection, useFreshness, useMarketNumber, useOutdated } from '../store/hooks.ts'
import { Button } from '../ui/button.tsx'
import { texts } from '../ui/texts.ts'
import { ClientProvider } from './client-provider.tsx'
import { ConnectionBanner, type ConnectionBannerProps } from './connection-banner.tsx'
import { NoticeBar } from './notice-bar.tsx'
import { notice } from './notices.ts'
import styles from './shell.module.css'
import { takeOver } from './take-over.ts'

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
      <TakeOver />
      <NoticeBar />
      <ReloadOffer />
      {children}
      <ConnectionBanner {...help} />
    </ClientProvider>
  )
}

/**
 * If the market is replaced by another one, an address with the id of a product or shop would lead to a different
 * one. So the page returns to `home` and says why.
 */
function useLeaveFormerMarket(client: BuyerClient | SellerClient, home: '/' | '/sell'): void {
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const marketNumber = useMarketNumber(client)
  const seen = useRef(marketNumber)
  useEffect(() => {
    if (seen.current === marketNumber) return
    seen.current = marketNumber
    const { shop } = search as { shop?: unknown }
    if (shop === undefined && !/\/products?\//.test(pathname)) return
    void navigate({ to: home, search: { shop: undefined }, replace: true })
    if (!notice.get()) notice.set({ kind: 'market restored', cartItems: 0 })
  }, [marketNumber, navigate, pathname, search, home])
}

/** How long a page that has the market waits for it to be live. */
const connectMsMax = 1_500

/** Replaces what the server wrote once the market is live, or it is clear that it will not be soon. */
function TakeOver() {
  const freshness = useFreshness()
  const isConnecting = useConnection().kind === 'connecting'
  useLayoutEffect(() => {
    if (freshness === 'live' || !isConnecting) return takeOver()
    // Loaded, but slow to connect: the app says so.
    const timer = freshness === 'recent' && setTimeout(takeOver, connectMsMax)
    return () => clearTimeout(timer || undefined)
  }, [freshness, isConnecting])
  return null
}

/** Offers to reload when the server runs a newer version; the page keeps working until then. */
function ReloadOffer() {
  if (!useOutdated()) return null
  return (
    <div role="status" className={styles.bar}>
      {texts.shell.outdated}
      <Button size="sm" variant="outline" onClick={() => window.location.reload()}>
        {texts.shell.reload}
      </Button>
    </div>
  )
}
