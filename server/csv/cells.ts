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
