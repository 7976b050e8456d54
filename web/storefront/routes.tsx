import { Outlet, useLocation, useRouter, useSearch } from '@tanstack/react-router'
import { useContext, useEffect, useRef, useState } from 'react'
import { AppFrame } from '../shell/app-frame.tsx'
import { clientOfPage } from '../shell/end-of-visit.ts'
import { GivenClient } from '../shell/given-client.ts'
import { pageMeta } from '../shell/page-meta.ts'
import { createBuyerClient } from '../store/buyer-client.ts'
import { useFreshness, useMarketInfo } from '../store/hooks.ts'
import { Page } from '../ui/page.tsx'
import { texts } from '../ui/texts.ts'
import { useTitle } from '../ui/use-title.ts'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import { CartBar } from './cart-bar.tsx'
import { Footer } from './footer.tsx'
import { Header } from './header.tsx'
import { Market } from './market/market.tsx'
import type { StorefrontSearch } from './search.ts'
import { SheetHost } from './sheet-host.tsx'
import { createShopping, ShoppingContext, useShopping } from './shopping.ts'

const registerAfterMs = 2_000

/** Once the market is live and the page has had its time, prepares for times without a network. */
function WorkWithoutNetwork() {
  const isLive = useFreshness() === 'live'
  const router = useRouter()
  useEffect(() => {
    // Where pages are developed, they are made anew at each visit.
    if (!isLive || pageMeta.build === null) return
    const timer = setTimeout(async () => {
      // So that these pages are there too, also when they were not seen.
      const pages = [
        router.preloadRoute({ to: '/orders' }),
        router.preloadRoute({ to: '/product/$id', params: { id: '0' } }),
        router.preloadRoute({ to: '/shop/$slug', params: { slug: '-' } }),
      ]
      const { workWithoutNetwork } = await import('../offline/register.ts')
      await Promise.all(pages)
      await workWithoutNetwork()
    }, registerAfterMs)
    return () => clearTimeout(timer)
  }, [isLive, router])
  return null
}

/** Around all pages of the storefront, which share one client, one cart and one sheet. */
export function StorefrontLayout() {
  const given = useContext(GivenClient)
  const [client] = useState(() => given ?? createBuyerClient(clientOfPage()))
  const [shopping] = useState(() => createShopping(client))
  useEffect(() => shopping.follow(), [shopping])
  return (
    <ShoppingContext value={shopping}>
      <AppFrame
        client={client}
        home="/"
        offlineHelp={texts.shell.offlineHelp}
        blockedHelp={texts.shell.blockedHelp}
      >
        <Page sticky header={<Header />} footer={<Footer />}>
          <FocusOnNewPage />
          <Outlet />
        </Page>
        <CartBar />
        <SheetHost />
        <WorkWithoutNetwork />
      </AppFrame>
    </ShoppingContext>
  )
}

/**
 * After navigation, focus moves to the new page's main part, as the link that had it is gone. A sheet belongs to
 * the page that it was opened on.
 */
function FocusOnNewPage() {
  const { pathname } = useLocation()
  const { sheets } = useShopping()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    sheets.close()
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [pathname, sheets])
  return null
}

export function MarketPage() {
  const search: StorefrontSearch = useSearch({ strict: false })
  const name = useMarketInfo()?.name ?? pageMeta.name
  useTitle(name)
  return (
    <>
      <VisuallyHidden as="h1">{name}</VisuallyHidden>
      <Market search={search} />
    </>
  )
}
