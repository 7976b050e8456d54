/** How words that people take for the same differ: in their forms, and by a slip of the fingers. All are folded. */

const stemLengthMin = 3

/** Plural endings in English and German, and their singular. Umlauts are folded first: "Bücher" is "bucher". */
const endings: readonly (readonly [ending: string, singular: string])[] = [
  ['ies', 'y'],
  ['ves', 'f'],
  ['ves', 'fe'],
  ['es', ''],
  ['s', ''],
  ['en', ''],
  ['er', ''],
  ['n', ''],
  ['e', ''],
]

/** The article that Arabic writes before a word, and its plural endings. */
const arabicArticle = /^ال(?=.{3})/
const arabicEnding = /(?<=.{3})(?:ات|ين|ون|ه)$/

const known = new Map<string, readonly string[]>()
const knownMax = 20_000

/** What a word may be a form of; two words with one of these in common are the same for a search. */
export function stemsOf(word: string): readonly string[] {
  const before = known.get(word)
  if (before) return before
  if (known.size >= knownMax) known.clear()
  const stems = new Set([word])
  for (const [ending, singular] of endings) {
    const stem = word.slice(0, -ending.length)
    if (word.endsWith(ending) && stem.length >= stemLengthMin) stems.add(stem + singular)
  }
  if (/^\p{Script=Arabic}/u.test(word)) {
    const bare = word.replace(arabicArticle, '')
    stems.add(bare)
    stems.add(bare.replace(arabicEnding, ''))
  }
  const all = [...stems]
  known.set(word, all)
  return all
}

/** How many slips are taken for one: none in short words, where each makes another word. */
export const slipsMax = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2)

/**
 * How many letters differ, are missing, too many, or in the wrong order; more than `max` counts as `max + 1`. Words are
 * short, and most are told apart by their lengths.
 */
export function slipsBetween(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1
  let former: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(
        last[j]! + 1,
        row[j - 1]! + 1,
        last[j - 1]! + (isSame ? 0 : 1),
        isSwapped ? former[j - 2]! + 1 : Number.POSITIVE_INFINITY,
      )
    }
    if (Math.min(...row) > max) return max + 1
    former = last
    last = row
  }
  return Math.min(last[b.length]!, max + 1)
}
