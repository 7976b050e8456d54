import { expectBuyer } from '../http/ask.ts'
import type { ClientParts } from '../store/client.ts'
import { reloadForAnother } from './notices.ts'
import { pageMeta } from './page-meta.ts'

/** What a page's client is made of: which version it is, and what ends the page when its person is gone. */
export const clientOfPage = (): ClientParts => ({
  ...(pageMeta.build ? { build: pageMeta.build } : {}),
  onOpened: (session) => expectBuyer(session, reloadForAnother),
  onPersonChanged: reloadForAnother,
  // Another tab signed out: what stands here is nobody's to see.
  onLeft: () => {
    sessionStorage.clear()
    window.location.replace('/')
  },
})
