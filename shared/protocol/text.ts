import { z } from 'zod/mini'

/** Control characters, C0 and C1; a line break is let through where a text may have several lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
const controls = /[\u0000-\u001f\u007f-\u009f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
const controlsButLineBreaks = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/

/** Embeddings, overrides and isolates: they can make a name read as another one, and no script needs them. */
const bidiControls = /[\u202a-\u202e\u2066-\u2069]/g

/** The text as it is kept: NFC, without directional overrides, without blanks at its ends. */
const normalise = (text: string): string => text.replace(bidiControls, '').normalize('NFC').trim()

const codePointsIn = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}

const within = (min: number, max: number) => (text: string) => {
  // A code point takes at most two units, so most texts need no counting.
  if (text.length > max * 2) return false
  const count = text.length <= max ? text.length : codePointsIn(text)
  return count <= max && text.length >= min
}

/** One line of `min` to `max` code points after normalising; no control characters, no lone surrogates. */
export const line = (min: number, max: number) =>
  z.pipe(
    z.string().check(
      z.refine((text) => text.isWellFormed(), 'must be well-formed Unicode'),
      z.refine((text) => !controls.test(text), 'must not contain control characters'),
    ),
    z.pipe(
      z.transform(normalise),
      z.string().check(z.refine(within(min, max), `must have ${min} to ${max} characters`)),
    ),
  )

/** Like {@link line}, but of several lines: `\n` is kept, and `\r\n` becomes `\n`. */
export const lines = (max: number) =>
  z.pipe(
    z.pipe(
      z.transform((text: unknown) => (typeof text === 'string' ? text.replaceAll('\r\n', '\n') : text)),
      z.string().check(
        z.refine((text) => text.isWellFormed(), 'must be well-formed Unicode'),
        z.refine((text) => !controlsButLineBreaks.test(text), 'must not contain control characters'),
      ),
    ),
    z.pipe(
      z.transform(normalise),
      z.string().check(z.refine(within(0, max), `must have at most ${max} characters`)),
    ),
  )

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

/** A place in the journal, or 0 for the time before its first entry. */
export const seq = integer(0, Number.MAX_SAFE_INTEGER)

/** A cursor as it came in `next`: opaque to clients. */
export const cursor = z.union([z.string().check(z.maxLength(64)), seq])
