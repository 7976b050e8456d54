/**
 * The one way in which texts are searched and sorted, in browsers and on the server. Both sides of a comparison are
 * folded by the same function, so that whatever is displayed can be typed, in any of its usual spellings.
 */

/** A query's words; each has all spellings that count as that word. */
export type Words = readonly (readonly string[])[]

/**
 * A text as it is searched: its spellings, one per line. Besides the plain one there are spellings in which a hyphen or
 * an apostrophe joins ("tshirt"), and in which umlauts are written out ("muesli"), where these differ.
 */
export const searchable = (text: string): string => spellingsOf(text).join('\n')

/** The words of a query; none if it has neither letters nor digits nor symbols. */
export const wordsOf = (query: string): Words =>
  query
    .split(/\s+/)
    .map(spellingsOf)
    .filter((spellings) => spellings.length > 0)

/** Whether a text, made {@link searchable}, has every word; true for no words. */
export const hasWords = (text: string, words: Words): boolean =>
  words.every((spellings) => spellings.some((spelling) => text.includes(spelling)))

/** Whether two texts share a spelling, such as a name and what was typed. */
export const isSameText = (a: string, b: string): boolean => {
  const spellings = new Set(spellingsOf(b))
  return spellingsOf(a).some((spelling) => spellings.has(spelling))
}

/** A text without case, accents and other differences that people do not type. Folding twice changes nothing. */
export const fold = (text: string): string => spaced(plain(text))

/**
 * A typed amount in minor units, as it is displayed anywhere: "€4.50", "4,50 €", "1.234,50". Null for a plain number,
 * which more likely means something else, and for anything that is no amount.
 */
export function amountOf(typed: string, currencyDigits: number): number | null {
  const match = /^[^\d\s.,-]*\s*(\d[\d.,'’\s]*)\s*[^\d\s]*$/.exec(asciiDigits(typed.normalize('NFKC')).trim())
  const figure = match?.[1]?.trim()
  if (figure === undefined) return null
  const fraction = currencyDigits > 0 ? new RegExp(`[.,](\\d{${currencyDigits}})$`).exec(figure) : null
  if (!fraction && !/\p{Sc}/u.test(typed)) return null
  const whole = (fraction ? figure.slice(0, fraction.index) : figure).replace(/\D/g, '')
  const minor = Number(whole + (fraction?.[1] ?? '0'.repeat(currencyDigits)))
  return Number.isSafeInteger(minor) ? minor : null
}

/** A number as it is typed: grouped in any way, also after "#" or a word. Null for anything else. */
export function numberOf(typed: string): number | null {
  const digits = /^(?:\p{L}+\.?\s*)?#?(\d[\d\s.,'’]*)$/u.exec(
    asciiDigits(typed.normalize('NFKC')).trim(),
  )?.[1]
  const number = Number(digits?.replace(/\D/g, ''))
  return digits !== undefined && Number.isSafeInteger(number) ? number : null
}

function spellingsOf(text: string): string[] {
  const isAscii = /^[\0-\x7f]*$/.test(text)
  const spellings = new Set<string>()
  for (const one of isAscii ? [text] : new Set([text, withUmlautsWrittenOut(text)])) {
    const folded = isAscii ? one.toLowerCase().replace(grouping, '$1') : plain(one)
    spellings.add(spaced(folded))
    const joined = folded.replace(joiners, (_, decimal = '') => decimal)
    if (joined !== folded) spellings.add(spaced(joined))
  }
  spellings.delete('')
  return [...spellings]
}

/** Marks that people leave out. In scripts that write vowels as marks (Hindi, Thai) a mark is a letter. */
const optionalMarks =
  /(?=[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}])\p{M}/gu
/** Invisible formatting (soft hyphens, joiners, directions), and the stroke that lengthens Arabic words. */
const invisible = /[\p{Cf}\u0640]/gu
/** Punctuation and what looks like it; a currency's sign may be on either side of an amount. */
const joiners = /(\d[.,])(?=\d)|[\p{P}\p{Sc}\p{Sk}\u02b9-\u02c1\u2212]+/gu
const separators = /[\p{P}\p{Sc}\p{Sk}\u02b9-\u02c1\u2212\s]+/gu
/** "1,135", "1.135" and "1’135" are one number. */
const grouping = /(\d)[.,'’](?=\d{3}(?!\d))/g

/** Letters that Unicode does not decompose, and letters that keyboards of one script write differently. */
const otherLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ґ: 'г',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
}
const otherLetter = new RegExp(`[${Object.keys(otherLetters).join('')}]`, 'g')

/** In lower case and without marks, but with punctuation. */
function plain(text: string): string {
  return asciiDigits(
    withoutMarks(withoutMarks(text).toUpperCase().toLowerCase())
      .replace(otherLetter, (letter) => otherLetters[letter]!)
      .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60)),
  ).replace(grouping, '$1')
}

const withoutMarks = (text: string): string =>
  text
    .replace(/\ufdfa/g, 'صلعم')
    .replace(/\ufdfb/g, 'جل')
    .normalize('NFKD')
    .replace(optionalMarks, '')
    .replace(invisible, '')

const spaced = (text: string): string => text.replace(separators, ' ').trim()

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' }

const withUmlautsWrittenOut = (text: string): string =>
  text.normalize('NFC').replace(/[äöüåøÄÖÜÅØ]/g, (letter) => umlauts[letter.toLowerCase()]!)

/** Digits of every script as ASCII ones. */
const asciiDigits = (text: string): string =>
  /(?![0-9])\p{Nd}/u.test(text) ? text.replace(/(?![0-9])\p{Nd}/gu, asciiDigit) : text

/** Each script has its ten digits in a row, and no two rows touch. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return String(value)
}
