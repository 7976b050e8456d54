import type { Language } from '../../shared/language.ts'
import type { Brand } from '../../shared/protocol/brand-messages.ts'
import type { Market } from '../../shared/protocol/server-messages.ts'
import { pageMeta } from '../shell/page-meta.ts'
import { loadTexts } from '../texts/load.ts'
import { setLanguage } from '../ui/language.ts'

/** What a market's pages have in common, and for whom they are written. */
export interface Readers {
  demo: boolean
  /** The nonce of the page's styles, or what stands for it. */
  nonce: string
  language: Language
  /** In which money and dates are written. */
  locale: string
}

export interface Pages {
  /** Sets the market that the pages show, and how it looks. */
  show: (seen: { market: Market; brand: Brand | null }) => void
  /** The content of the storefront's page at a path. */
  write: (path: string) => Promise<string>
}

/** Opens the storefront in one language. A copy of this module knows one: as in a browser, texts are loaded first. */
export async function openPages({ demo, nonce, language, locale }: Readers): Promise<Pages> {
  Object.assign(pageMeta, { demo, nonce })
  setLanguage(language, [locale])
  await loadTexts('page', 'orders')
  const { clientOf, pageOf } = await import('./page.tsx')
  let client: ReturnType<typeof clientOf> | null = null
  return {
    show: ({ market, brand }) => {
      Object.assign(pageMeta, { name: market.name, brand })
      client = clientOf(market, brand)
    },
    write: (path) => {
      if (!client) throw new Error('there is no market to show')
      return pageOf(client, path, nonce)
    },
  }
}
