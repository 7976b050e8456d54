import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { createMemoryHistory, createRouter, RouterProvider } from '@tanstack/react-router'
import React, { type ReactNode } from 'react'
import { renderToPipeableStream } from 'react-dom/server'
import type { Brand } from '../../shared/protocol/brand-messages.ts'
import type { Market } from '../../shared/protocol/server-messages.ts'
import { DemoBanner } from '../shell/demo-banner.tsx'
import { GivenClient } from '../shell/given-client.ts'
import { routeTree } from '../shell/routes.tsx'
import { parseSearch, stringifySearch } from '../shell/search.ts'
import { createBuyerClient } from '../store/buyer-client.ts'
import type { BuyerClient } from '../store/client.ts'
import { memoryStorage } from '../store/storage.ts'
import { ThemeProvider } from '../ui/theme-provider.tsx'
import { withoutStyleAttributes } from './style-attributes.ts'

// A page that is written once has no later state, so that one function reads what is shown.
const { useSyncExternalStore } = React
Object.assign(React, {
  useSyncExternalStore: <Value,>(subscribe: (listener: () => void) => () => void, read: () => Value): Value =>
    useSyncExternalStore(subscribe, read, read),
})

/** A client that shows a market as if it were live, and connects to nothing. */
export function clientOf(market: Market, brand: Brand | null): BuyerClient {
  const client = createBuyerClient({ storage: memoryStorage(), brand })
  client.store.load(market)
  client.store.setConnection({ kind: 'in-step' })
  return client
}

/** The storefront's page at an address, as the browser will show it before anybody has touched it. */
export async function pageOf(client: BuyerClient, path: string, nonce: string): Promise<string> {
  const history = createMemoryHistory({ initialEntries: [path] })
  const router = createRouter({ routeTree, history, parseSearch, stringifySearch })
  await router.load()
  // The router would show a page about the error.
  for (const { status, error } of router.state.matches)
    if (status !== 'success') throw error ?? new Error(status)
  const html = await written(
    <ThemeProvider nonce={nonce}>
      <DemoBanner />
      <GivenClient value={client}>
        <RouterProvider router={router} />
      </GivenClient>
    </ThemeProvider>,
  )
  return withoutStyleAttributes(html, nonce)
}

/** All of it, once nothing is left to load. Rejects if a part failed, for which React would leave a hole. */
function written(page: ReactNode): Promise<string> {
  return new Promise((resolve, reject) => {
    const stream = new PassThrough()
    text(stream).then(resolve, reject)
    const { pipe } = renderToPipeableStream(page, { onAllReady: () => pipe(stream), onError: reject })
  })
}
