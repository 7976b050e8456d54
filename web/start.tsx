import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { appOf, loadAccount, loadBoard, loadSeller, loadStorefront } from './shell/apps.ts'
import { BrokenPage } from './shell/broken-page.tsx'
import { DemoBanner } from './shell/demo-banner.tsx'
import { pageMeta } from './shell/page-meta.ts'
import { change, place } from './shell/take-over.ts'
import { Announcer } from './ui/announcer.tsx'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { ThemeProvider } from './ui/theme-provider.tsx'

declare global {
  /** Mantine's scroll lock reads the page's nonce here, which the content policy requires. */
  var __webpack_nonce__: string | undefined
}

if (pageMeta.nonce) globalThis.__webpack_nonce__ = pageMeta.nonce

if (!place) throw new Error('index.html has no element #root')
const root = createRoot(place)
loadApp().then(
  (app) => show(app),
  (error) => {
    show(<BrokenPage error={error} />)
    change()
  },
)

/** The board is one page and needs no router. The other apps load in parallel with the router. */
async function loadApp(): Promise<ReactNode> {
  const app = appOf(window.location.pathname)
  if (app === 'board') {
    const { BoardPage } = await loadBoard()
    return <BoardPage />
  }
  const [{ App }] = await Promise.all([
    import('./app.tsx'),
    app === 'account' ? loadAccount() : app === 'seller' ? loadSeller() : loadStorefront(),
  ])
  return <App />
}

function show(app: ReactNode): void {
  root.render(
    <ThemeProvider nonce={pageMeta.nonce}>
      <DemoBanner />
      <ErrorBoundary fallback={(error) => <BrokenPage error={error} />}>{app}</ErrorBoundary>
      <Announcer />
    </ThemeProvider>,
  )
}
