/** Spreadsheets run a cell that begins like a formula; an apostrophe prevents that (OWASP, CSV injection). */
const likeFormula = /^'*[=+\-@\t\r]/
const neutralised = /^'+[=+\-@\t\r]/

/** The cell of a text. */
export const cellOf = (text: string): string => (likeFormula.test(text) ? `'${text}` : text)

/** The text of a cell. */
export const textOf = (cell: string): string => (neutralised.test(cell) ? cell.slice(1) : cell)

/** A field as a spreadsheet shows it, with words for booleans. */
export const shownOf = (value: string | number | boolean | null): string | number | null =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : value

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
])

/** A yes or no, also as spreadsheets write it; undefined for anything else. */
export const booleanOf = (cell: string): boolean | undefined => booleans.get(cell.trim().toLowerCase())
