/** Unicode's marks around a text whose direction is its own. */
const [start, end] = ['\u2068', '\u2069']

/** One word needs no marks. What has more may have a full stop or a quotation mark that would jump to its other end. */
const isolated = (value: unknown): unknown =>
  typeof value === 'string' && /[^\w-]/.test(value) ? start + value + end : value

/**
 * The same texts for a language that is written from right to left: names, reasons and amounts that are put into them
 * keep their own direction.
 */
export function isolating<Texts>(texts: Texts): Texts {
  if (typeof texts === 'function') {
    const write = texts as unknown as (...values: unknown[]) => unknown
    return ((...values: unknown[]) => write(...values.map(isolated))) as Texts
  }
  if (typeof texts !== 'object' || texts === null || Array.isArray(texts)) return texts
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, isolating(text)])) as Texts
}
