import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { Language } from '../../shared/language.ts'

/** The thread of `FirstPaint`: runs the browser's own code, as built, and answers with pages. */

export interface ThreadSettings {
  file: string
  demo: boolean
  /** Written instead of the nonce of a page's styles. */
  nonce: string
}

export type ThreadQuestion =
  /** The market, and how it looks, as JSON. */
  | { kind: 'market'; text: string }
  | { kind: 'page'; id: number; path: string; language: Language; locale: string }

export interface ThreadAnswer {
  id: number
  html: string | null
  error?: string | undefined
}

/** As `web/first-paint/pages.ts` declares it; the server imports nothing of the browser's. */
interface Pages {
  show: (seen: unknown) => void
  write: (path: string) => Promise<string>
}

const { file, ...settings } = workerData as ThreadSettings
const opened = new Map<string, Promise<{ pages: Pages; shown: string }>>()
let market = ''

parentPort?.on('message', (question: ThreadQuestion) => {
  if (question.kind === 'market') market = question.text
  else void answer(question)
})

async function answer({ id, path, language, locale }: ThreadQuestion & { kind: 'page' }): Promise<void> {
  try {
    const key = `${language} ${locale}`
    if (!opened.has(key)) opened.set(key, open(language, locale))
    const one = await opened.get(key)!
    if (one.shown !== market) {
      one.shown = market
      one.pages.show(JSON.parse(market))
    }
    send({ id, html: await one.pages.write(path) })
  } catch (error) {
    send({ id, html: null, error: error instanceof Error ? error.stack : String(error) })
  }
}

/** A copy of the code for each language, as a page has one language as long as it lives. */
async function open(language: Language, locale: string) {
  const url = pathToFileURL(file)
  url.searchParams.set('language', language)
  url.searchParams.set('locale', locale)
  const { openPages } = (await import(url.href)) as { openPages: (readers: object) => Promise<Pages> }
  return { pages: await openPages({ ...settings, language, locale }), shown: '' }
}

const send = (message: ThreadAnswer): void => parentPort?.postMessage(message)
