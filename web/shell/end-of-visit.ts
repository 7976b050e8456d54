import { expectBuyer } from '../http/ask.ts'
import type { ClientOptions } from '../store/client.ts'
import { reloadForAnother } from './notices.ts'
import { pageMeta } from './page-meta.ts'

/** The options of a page's client: the version, and what to do when the person signs out or changes. */
export const clientOfPage = (): ClientOptions => ({
  build: pageMeta.build,
  brand: pageMeta.brand,
  onOpened: (session) => expectBuyer(session, reloadForAnother),
  onPersonChanged: reloadForAnother,
  // Another tab signed out, so nobody may see this page any more.
  onLeft: () => {
    sessionStorage.clear()
    window.location.replace('/')
  },
})
