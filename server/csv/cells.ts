/**
 * A cell that begins like a formula is one to a spreadsheet, and may do what its author likes: it is written behind
 * an apostrophe, as OWASP's page on CSV injection advises, and read back without it.
 */
const likeFormula = /^'*[=+\-@\t\r]/
const neutralised = /^'+[=+\-@\t\r]/

/** A text as it is written. */
export const cellOf = (text: string): string => (likeFormula.test(text) ? `'${text}` : text)

/** A text as it was before it was written. */
export const textOf = (cell: string): string => (neutralised.test(cell) ? cell.slice(1) : cell)

/** Minor units as people write them: 650 is 6.50 where a unit has two digits. */
export function amountOf(minor: number, digits: number): string {
  if (digits === 0) return String(minor)
  const text = String(minor).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** The same back, with a point or a comma; null for what is no amount, or finer than the money is. */
export function minorOf(text: string, digits: number): number | null {
  const match = /^(\d{1,12})(?:[.,](\d*))?$/.exec(text.trim())
  if (!match) return null
  const [, whole = '', part = ''] = match
  const fine = part.replace(/0+$/, '')
  if (fine.length > digits) return null
  return Number(whole) * 10 ** digits + Number(fine.padEnd(digits, '0') || '0')
}
