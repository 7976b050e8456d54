import { useState } from 'react'
import { ClientProvider } from '../shell/client-provider.tsx'
import { pageMeta } from '../shell/page-meta.ts'
import { parseSearch } from '../shell/search.ts'
import { createBoardClient } from '../store/board-client.ts'
import { useForcedColorScheme } from '../ui/theme-provider.tsx'
import { Board } from './board.tsx'
import { boardSearch } from './search.ts'

/** The stock board, a page that runs unattended. */
export function BoardPage() {
  const [client] = useState(() => createBoardClient({ build: pageMeta.build, brand: pageMeta.brand }))
  const [search] = useState(() => boardSearch(parseSearch(window.location.search)))
  useForcedColorScheme(search.theme ?? 'dark')
  return (
    <ClientProvider client={client}>
      <Board search={search} />
    </ClientProvider>
  )
}
