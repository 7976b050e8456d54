/** Printable ASCII without quotation marks and backslashes: nothing in it needs an escape. */
const plain = /^[ !#-[\]-~]*$/

/** A text as JSON, sign for sign what `JSON.stringify` makes of it; most texts are found plain at a third of its cost. */
export const quoted = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text))
