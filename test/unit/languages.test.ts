import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import {
  chooseLanguage,
  directionOf,
  languages,
  languagesOf,
  localeOf,
  sellerLanguages,
} from '../../shared/language.ts'
import { isolating } from '../../web/texts/isolating.ts'
import { setLanguage } from '../../web/ui/language.ts'
import { countedIn, decimal, durationOf, grouped, waitOf } from '../../web/ui/plurals.ts'

afterEach(() => setLanguage('en', []))

const forms = { zero: 'zero', one: 'one #', two: 'two', few: 'few #', many: 'many #', other: 'other #' }

test('[language] numbers get the form of the words that the language has for them', () => {
  const said = (language: 'de' | 'fr' | 'ar', counts: number[]) => {
    setLanguage(language, [])
    return counts.map((count) => countedIn(language)(count, forms))
  }
  expect(said('de', [0, 1, 2, 4_312])).toEqual(['other 0', 'one 1', 'other 2', 'other 4.312'])
  expect(said('fr', [0, 1, 2, 1_000_000])).toEqual([
    'one 0',
    'one 1',
    'other 2',
    expect.stringMatching(/^many 1/),
  ])
  expect(said('ar', [0, 1, 2, 3, 11, 100])).toEqual(['zero', 'one 1', 'two', 'few 3', 'many 11', 'other 100'])
})

test('[language] the rules of each language know no form that its texts lack', () => {
  const known = { en: 2, de: 2, fr: 3, es: 3, ar: 6 }
  for (const language of languages) {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
    expect([language, pluralCategories.length]).toEqual([language, known[language]])
  }
})

test('[language] numbers and times are written as the reader’s region writes them, with one kind of digits', () => {
  const written = (language: 'en' | 'de' | 'ar', wanted: string[]) => {
    setLanguage(language, wanted)
    return [
      grouped(4_312),
      decimal(1.5, 1),
      durationOf(2_880),
      waitOf(150_000, 'soon'),
      waitOf(1_000, 'soon'),
    ]
  }
  expect(written('en', ['en-GB'])).toEqual(['4,312', '1.5', '2 days', '3 minutes', 'soon'])
  expect(written('de', ['de-DE'])).toEqual(['4.312', '1,5', '2 Tage', '3 Minuten', 'soon'])
  expect(written('de', ['fr', 'de-CH'])[0]).toBe("4'312")
  expect(written('ar', ['ar-EG'])[0]).toMatch(/^4\D312$/)
})

test('[language] the first of the wanted languages that is offered is chosen', () => {
  expect(chooseLanguage(['it', 'de-AT', 'fr'])).toBe('de')
  expect(chooseLanguage([undefined, null, 'AR'])).toBe('ar')
  expect(chooseLanguage(['', 'x'.repeat(10_000), '__proto__', 'constructor'])).toBe('en')
  expect(chooseLanguage(['ar', 'fr'], sellerLanguages)).toBe('en')
  expect(chooseLanguage(['en'], ['fr', 'ar'])).toBe('fr')
  expect(languagesOf('buyers', [])).toEqual(languages)
  expect(languagesOf('buyers', ['de', 'it'])).toEqual(['de'])
  expect(languagesOf('buyers', ['it'])).toEqual(languages)
  expect(languagesOf('seller', ['fr'])).toEqual(sellerLanguages)
  expect(localeOf('de', ['de-\u0000'])).toBe('de')
  expect(languages.filter((language) => directionOf(language) === 'rtl')).toEqual(['ar'])
})

/** Words that are the same in both languages, by their own right. */
const same: Readonly<Record<string, readonly string[]>> = {
  de: [
    'Logo',
    '7 × 7 in 7 s',
    'Sell   http://127.0.0.1:3000/sell#token=…',
    'LIVE',
    'Live',
    'Banner',
    'OFFLINE',
    'Details',
    'Name',
    'Name: A–Z',
    'Name: Z–A',
    'OK',
    'Status',
    'Code',
    'Link',
    'Filter',
  ],
  fr: ['Pause', 'OK', 'Total'],
  es: ['Total', 'Error 7'],
  ar: [],
}

test('[language] no text was left in English', async () => {
  const left: string[] = []
  for (const language of languages.slice(1)) {
    const folder = join(import.meta.dirname, '../../web/texts')
    for (const file of readdirSync(join(folder, language))) {
      const [english, other] = await Promise.all(
        ['en', language].map(async (each) => stringsOf(await import(join(folder, each, file)))),
      )
      for (const [path, text] of english!) {
        const isWord = /[A-Za-z]{2}/.test(text.replace(/SOUK_\w+|⌘ K.*|Enter|Esc|http\S+|LimitNOFILE/g, ''))
        if (isWord && other!.get(path) === text && !same[language]?.includes(text))
          left.push(`${language}/${file} ${path}: ${text}`)
      }
    }
  }
  expect(left).toEqual([])
})

/** All texts of a module by their path; functions as they write samples. */
function stringsOf(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value === 'string') found.set(path, value)
  else if (typeof value === 'function' && value.length > 0) found.set(`${path}()`, sample(value))
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) stringsOf(inner, `${path}.${key}`, found)
  return found
}

/** What a function of the texts writes of figures alone; without its own words nothing is left of it. */
function sample(write: CallableFunction): string {
  try {
    return String(write(7, 7, 7, 7))
  } catch {
    return ''
  }
}

test('[language] in Arabic, what is put into a text keeps its own direction', () => {
  const texts = isolating({ sold: (name: string, count: number) => `بيع ${name} ${count}`, keys: ['a'] })
  expect(texts.sold('Rye loaf, 1 kg.', 3)).toBe('بيع \u2068Rye loaf, 1 kg.\u2069 3')
  expect(texts.sold('Brot', 3)).toBe('بيع Brot 3')
  expect(texts.keys).toEqual(['a'])
})
