import {
  chooseLanguage,
  directionOf,
  type Language,
  languages,
  type SellerLanguage,
  sellerLanguages,
} from '../../shared/language.ts'
import { setAccountTexts } from '../ui/account-texts.ts'
import { setBoardTexts } from '../ui/board-texts.ts'
import { language } from '../ui/language.ts'
import { setOrderTexts } from '../ui/order-texts.ts'
import { setSellerTexts } from '../ui/seller-texts.ts'
import { setTexts } from '../ui/texts.ts'
import { isolating } from './isolating.ts'

/** A part of the texts: for each language the module that is loaded for it, and where the apps read it. */
interface Part<Texts> {
  load: Readonly<Record<Language, () => Promise<Texts>>>
  set: (texts: Texts) => void
}

const part = <Texts>(made: Part<Texts>): Part<Texts> => made

const parts = {
  page: part({
    load: {
      en: async () => (await import('./en/page.ts')).page,
      de: async () => (await import('./de/page.ts')).page,
      fr: async () => (await import('./fr/page.ts')).page,
      es: async () => (await import('./es/page.ts')).page,
      ar: async () => (await import('./ar/page.ts')).page,
    },
    set: setTexts,
  }),
  orders: part({
    load: {
      en: async () => (await import('./en/orders.ts')).orders,
      de: async () => (await import('./de/orders.ts')).orders,
      fr: async () => (await import('./fr/orders.ts')).orders,
      es: async () => (await import('./es/orders.ts')).orders,
      ar: async () => (await import('./ar/orders.ts')).orders,
    },
    set: setOrderTexts,
  }),
  account: part({
    load: {
      en: async () => (await import('./en/account.ts')).account,
      de: async () => (await import('./de/account.ts')).account,
      fr: async () => (await import('./fr/account.ts')).account,
      es: async () => (await import('./es/account.ts')).account,
      ar: async () => (await import('./ar/account.ts')).account,
    },
    set: setAccountTexts,
  }),
  board: part({
    load: {
      en: async () => (await import('./en/board.ts')).board,
      de: async () => (await import('./de/board.ts')).board,
      fr: async () => (await import('./fr/board.ts')).board,
      es: async () => (await import('./es/board.ts')).board,
      ar: async () => (await import('./ar/board.ts')).board,
    },
    set: setBoardTexts,
  }),
  seller: part({
    load: inSellerLanguages({
      en: async () => (await import('./en/seller.ts')).seller,
      de: async () => (await import('./de/seller.ts')).seller,
    }),
    set: setSellerTexts,
  }),
}

/** Sellers read English where their language has no texts for them. */
function inSellerLanguages<Texts>(load: Readonly<Record<SellerLanguage, () => Promise<Texts>>>) {
  const loads = languages.map((each) => [
    each,
    load[chooseLanguage([each], sellerLanguages) as SellerLanguage],
  ])
  return Object.fromEntries(loads) as Record<Language, () => Promise<Texts>>
}

export type TextPart = keyof typeof parts

/** Loads parts of the texts. Code that reads a part is loaded after it, so that it may do so anywhere. */
export async function loadTexts(...names: readonly TextPart[]): Promise<void> {
  await Promise.all(names.map((name) => loadPart(parts[name] as Part<unknown>)))
}

async function loadPart({ load, set }: Part<unknown>): Promise<void> {
  const texts = await load[language]()
  set(directionOf(language) === 'rtl' ? isolating(texts) : texts)
}
