import { z } from 'zod/mini'
import { isBlank } from '../blank.ts'
import { hasLongRunOfMarks } from './combining-marks.ts'

/** Horizontal and vertical white space of any script, U+0085 (next line) included; JavaScript's own class also has U+FEFF. */
const whiteSpace = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g
const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g

/** Control characters, C0 and C1, except `\n`, which replaces all line breaks. White space was replaced before. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/

/** Embeddings, overrides and isolates: they can make a name look like another one, and no script needs them. */
const bidiControls = /[\u202a-\u202e\u2066-\u2069]/g

/** A Hangul syllable may come in three pieces, and a letter with two marks besides, each of one UTF-16 unit. */
const unitsPerCodePointMax = 3
/** For white space around a text. */
const unitsBesideMax = 256

const codePointsIn = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** Whether a text has at most `max` code points. Most texts need no counting. */
const isWithin = (text: string, max: number): boolean =>
  text.length <= max || (text.length <= max * 2 && codePointsIn(text) <= max)

/** A text in its stored form, or a sentence about what is wrong with it. */
type Tidied = { text: string } | { problem: string }

interface TextRules {
  /** In code points, of the stored text. */
  min: number
  max: number
  /** Normalises white space. */
  spaced: (text: string) => string
}

/**
 * Makes a text NFC, without directional controls and without white space at its ends; one that shows nothing
 * becomes empty. What bounds the work comes first: no input costs more than a millisecond before it is rejected.
 */
function tidied(raw: string, { min, max, spaced }: TextRules): Tidied {
  const problem = min > 0 ? `must have ${min} to ${max} characters` : `must have at most ${max} characters`
  if (raw.length > max * unitsPerCodePointMax + unitsBesideMax) return { problem }
  if (!raw.isWellFormed()) return { problem: 'must be well-formed Unicode' }
  const plain = spaced(raw.replace(bidiControls, ''))
  if (controls.test(plain)) return { problem: 'must not contain control characters' }
  if (hasLongRunOfMarks(plain)) return { problem: 'must not have more than 30 combining marks in a row' }
  const text = isBlank(plain) ? '' : plain.normalize('NFC').trim()
  return text.length >= min && isWithin(text, max) ? { text } : { problem }
}

const tidyText = (rules: TextRules) =>
  z.pipe(
    z.string(),
    z.transform((raw: string, context) => {
      const result = tidied(raw, rules)
      if ('text' in result) return result.text
      context.issues.push({ code: 'custom', message: result.problem, input: raw })
      return z.NEVER
    }),
  )

/** One line of `min` to `max` code points; any run of white space becomes one space. */
export const line = (min: number, max: number) =>
  tidyText({ min, max, spaced: (text) => text.replace(whiteSpace, ' ') })

/** At most `max` code points in several lines: any line break becomes `\n`, a tab becomes a space. */
export const lines = (max: number) =>
  tidyText({ min: 0, max, spaced: (text) => text.replace(lineBreak, '\n').replace(/\t+/g, ' ') })

/** An array of `min` to `max` elements; a longer one is rejected before any element is checked. */
export const list = <Element extends z.ZodMiniType>(element: Element, min: number, max: number) =>
  z.pipe(
    z.custom<unknown[]>(
      (value) => Array.isArray(value) && value.length >= min && value.length <= max,
      `must be a list of ${min} to ${max}`,
    ),
    z.array(element),
  )

/** A string that is checked no further when it is longer than `max` UTF-16 units. */
export const shortText = (max: number, ...checks: (z.core.CheckFn<string> | z.core.$ZodCheck<string>)[]) =>
  z.string().check(z.maxLength(max, { abort: true }), ...checks)

/** A whole number from `min` to `max`; neither -0 nor anything beyond the safe integers. */
export const integer = (min: number, max: number) =>
  z
    .number()
    .check(
      z.refine(
        (value) => Number.isSafeInteger(value) && !Object.is(value, -0) && value >= min && value <= max,
        `must be a whole number from ${min} to ${max}`,
      ),
    )

/** A command's or order's id: a UUID of any version, made by the client; kept in lower case. */
export const uuid = z.pipe(
  z
    .string()
    .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'must be a UUID')),
  z.transform((id: string) => id.toLowerCase()),
)

/** A product's or shop's id: a positive integer that the market made. */
export const entityId = integer(1, Number.MAX_SAFE_INTEGER)

/** The number of an entry in the journal; 0 for the time before the first. */
export const seq = integer(0, Number.MAX_SAFE_INTEGER)

/** A cursor as it came in `next`: opaque to clients. */
export const cursor = z.union([shortText(64), seq])

/** A list goes back from `before`, or forward from `changedAfter`. */
export const oneDirection = z.refine<{ before?: unknown; changedAfter?: unknown }>(
  ({ before, changedAfter }) => before === undefined || changedAfter === undefined,
  'before and changedAfter exclude each other',
)
