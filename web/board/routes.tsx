import { useState } from 'react'
import { ClientProvider } from '../shell/client-provider.tsx'
import { pageMeta } from '../shell/page-meta.ts'
import { useReloadWhenOutdated } from '../shell/use-reload-when-outdated.ts'
import { createBoardClient } from '../store/client.ts'
import { texts } from '../ui/texts.ts'
import { useForcedColorScheme } from '../ui/theme-provider.tsx'

/** The stock board: one page that nobody attends. */
export function BoardPage() {
  const [client] = useState(() => createBoardClient(pageMeta.build ? { build: pageMeta.build } : {}))
  useForcedColorScheme('dark')
  return (
    <ClientProvider client={client}>
      <Board />
    </ClientProvider>
  )
}

function Board() {
  useReloadWhenOutdated()
  return <h1>{texts.board.title}</h1>
}
