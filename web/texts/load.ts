import type { Language } from '../../shared/language.ts'
import { setAccountTexts } from '../ui/account-texts.ts'
import { setBoardTexts } from '../ui/board-texts.ts'
import { language } from '../ui/language.ts'
import { setOrderTexts } from '../ui/order-texts.ts'
import { setSellerTexts } from '../ui/seller-texts.ts'
import { setTexts } from '../ui/texts.ts'

/** A part of the texts: for each language the module that is loaded for it, and where the apps read it. */
interface Part<Texts> {
  load: Readonly<Record<Language, () => Promise<Texts>>>
  set: (texts: Texts) => void
}

const part = <Texts>(made: Part<Texts>): Part<Texts> => made

const parts = {
  page: part({
    load: { en: async () => (await import('./en/page.ts')).page },
    set: setTexts,
  }),
  orders: part({
    load: { en: async () => (await import('./en/orders.ts')).orders },
    set: setOrderTexts,
  }),
  account: part({
    load: { en: async () => (await import('./en/account.ts')).account },
    set: setAccountTexts,
  }),
  board: part({
    load: { en: async () => (await import('./en/board.ts')).board },
    set: setBoardTexts,
  }),
  seller: part({
    load: { en: async () => (await import('./en/seller.ts')).seller },
    set: setSellerTexts,
  }),
}

export type TextPart = keyof typeof parts

/** Loads parts of the texts. Code that reads a part is loaded after it, so that it may do so anywhere. */
export async function loadTexts(...names: readonly TextPart[]): Promise<void> {
  await Promise.all(names.map((name) => loadPart(parts[name] as Part<unknown>)))
}

async function loadPart({ load, set }: Part<unknown>): Promise<void> {
  set(await load[language]())
}
