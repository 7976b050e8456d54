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

/** A field as a spreadsheet shows it: yes and no are words. */
export const shownOf = (value: string | number | boolean | null): string | number | null =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : value

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
])

/** What a yes or no stands for, also as spreadsheets write it; undefined for anything else. */
export const booleanOf = (cell: string): boolean | undefined => booleans.get(cell.trim().toLowerCase())
