import { searchable, wordsOf } from './search-text.ts'
import { slipsBetween, slipsMax, stemsOf } from './word-forms.ts'

/**
 * The search for products, by buyers and sellers. It is made here, as it has to count a swap of two letters as one
 * slip, to know each word in several spellings, and to be as small as what loads it.
 */

/** What a product is found by, the best first: its name, its category, its shop, what is said of it. */
export interface SearchTexts {
  readonly name: string
  /** As it was listed, where `name` is in another language. */
  readonly mainName?: string
  readonly sku?: string | null
  readonly category: string | null
  readonly shop?: string
  readonly description: string
}

/** One field as it is searched. */
interface Field {
  readonly weight: number
  /** Its spellings, with a space before and after each word. */
  readonly text: string
  readonly words: readonly string[]
}

/** A text that was prepared for the search. */
export type Prepared = readonly Field[]

const weights: readonly (readonly [keyof SearchTexts, number])[] = [
  ['name', 1_000],
  ['mainName', 1_000],
  ['sku', 1_000],
  ['category', 100],
  ['shop', 10],
  ['description', 1],
]

/** How well a word has to fit to count so much of its field's weight. */
const exactly = 1
const inAnotherForm = 0.9
const asBeginning = 0.7
const within = 0.4

const units = 'kg|g|mg|l|ml|cl|dl|km|m|cm|mm|oz|lb|lbs|pt|stk|pcs|st|er|x'
/** "1 kg" is one word, as "1kg" is. */
const unit = new RegExp(`(\\d) (?=(?:${units})(?: |$|\\n))`, 'g')
/** The same as it is typed, before it is folded. */
const typedUnit = new RegExp(`(\\d)\\s+(?=(?:${units})(?:\\s|$))`, 'gi')
const quoted = /["“”„«»‟]([^"“”„«»‟]+)["“”„«»‟]/g

export function prepare(texts: SearchTexts): Prepared {
  return weights.flatMap(([name, weight]) => {
    const text = texts[name]
    return text ? [fieldOf(text, weight)] : []
  })
}

function fieldOf(text: string, weight: number): Field {
  const spellings = spelled(searchable(text))
  return {
    weight,
    text: spellings.map((spelling) => ` ${spelling} `).join('\n'),
    words: [...new Set(spellings.flatMap((spelling) => spelling.split(' ')))],
  }
}

const spelled = (text: string): string[] => text.replace(unit, '$1').split('\n')

/** What somebody looks for. */
export interface Sought {
  /** Each with its spellings; a product has to have every one. */
  readonly words: readonly (readonly string[])[]
  /** Words in quotes, which have to stand together. */
  readonly phrases: readonly (readonly string[])[]
}

/** Null if there is neither a letter nor a digit in it. */
export function readQuery(query: string): Sought | null {
  const phrases = [...query.matchAll(quoted)]
    .map(([, phrase = '']) => spelled(searchable(phrase)).filter(Boolean))
    .filter((spellings) => spellings.length > 0)
  const words = wordsOf(query.replace(quoted, ' ').replace(typedUnit, '$1'))
  return words.length + phrases.length > 0 ? { words, phrases } : null
}

/** How well a product fits; 0 if it does not. */
export function rankOf(fields: Prepared, { words, phrases }: Sought): number {
  let rank = 0
  for (const spellings of words) {
    const best = bestOf(fields, (field) => fitOf(field, spellings))
    if (best === 0) return 0
    rank += best
  }
  for (const spellings of phrases) {
    const best = bestOf(fields, ({ text }) =>
      spellings.some((one) => text.includes(` ${one}`)) ? exactly : 0,
    )
    if (best === 0) return 0
    rank += best
  }
  return rank
}

const bestOf = (fields: Prepared, quality: (field: Field) => number): number =>
  fields.reduce((best, field) => Math.max(best, field.weight * quality(field)), 0)

/** A spelling with several words, such as of "t-shirt", fits where they stand together. */
function fitOf({ text, words }: Field, spellings: readonly string[]): number {
  if (spellings.some((one) => text.includes(` ${one} `))) return exactly
  if (spellings.some((one) => isFormOf(one, words))) return inAnotherForm
  if (spellings.some((one) => text.includes(` ${one}`))) return asBeginning
  return spellings.some((one) => text.includes(one)) ? within : 0
}

function isFormOf(word: string, words: readonly string[]): boolean {
  const stems = stemsOf(word)
  return words.some((other) => stemsOf(other).some((stem) => stems.includes(stem)))
}

/** The words that a market's products are found by, in the way they are written, and how many have each. */
export type Vocabulary = ReadonlyMap<string, { written: string; count: number }>

export function vocabularyOf(texts: Iterable<SearchTexts>): Vocabulary {
  const found = new Map<string, { written: string; count: number }>()
  for (const { name, mainName, category, shop, sku } of texts) {
    for (const written of `${name} ${mainName ?? ''} ${category ?? ''} ${shop ?? ''} ${sku ?? ''}`.split(
      /[\s,.;:!?()/"“”„]+/,
    )) {
      for (const word of spelled(searchable(written))) {
        const known = found.get(word)
        if (known) known.count += 1
        else if (word) found.set(word, { written, count: 1 })
      }
    }
  }
  return found
}

/**
 * The query with each word that nothing has replaced by the one most like it, and how it would be written. Null if
 * nothing is like it.
 */
export function corrected(query: string, all: readonly Prepared[], vocabulary: Vocabulary): string | null {
  let isChanged = false
  const words: string[] = []
  for (const typed of query.replace(quoted, '$1').split(/\s+/).filter(Boolean)) {
    const sought = readQuery(typed)
    const isKnown = !sought || all.some((fields) => rankOf(fields, sought) > 0)
    const better = isKnown ? typed : nearest(sought.words[0] ?? [], vocabulary)
    if (better === null) return null
    isChanged ||= better !== typed
    words.push(better)
  }
  return isChanged ? words.join(' ') : null
}

function nearest(spellings: readonly string[], vocabulary: Vocabulary): string | null {
  let best: { written: string; slips: number; count: number } | null = null
  for (const [word, { written, count }] of vocabulary) {
    for (const typed of spellings) {
      const max = slipsMax(typed.length)
      const slips = max === 0 ? 1 : slipsBetween(typed, word, max)
      if (slips > max) continue
      // A slip is rarely in the first letter.
      const cost = slips + (typed[0] === word[0] ? 0 : 0.5)
      if (!best || cost < best.slips || (cost === best.slips && count > best.count)) {
        best = { written, slips: cost, count }
      }
    }
  }
  return best?.written ?? null
}
