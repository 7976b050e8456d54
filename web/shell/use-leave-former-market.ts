import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { BuyerClient, SellerClient } from '../store/client.ts'
import { useMarketNumber } from '../store/hooks.ts'
import { notice } from './notices.ts'

/**
 * If the market is replaced by another one, an address with the id of a product or shop would lead to a different
 * one. So the page returns to `home` and says why.
 */
export function useLeaveFormerMarket(client: BuyerClient | SellerClient, home: '/' | '/sell'): void {
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
