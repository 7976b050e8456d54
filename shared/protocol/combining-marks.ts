/** The bound of Unicode's Stream-Safe Text Format (UAX #15, section 13). */
const marksInARowMax = 30

/** Ends a run of marks, as in that format. */
const graphemeJoiner = 0x34f

/** No mark below; those above have combining class 0, which normalising does not sort. */
const firstMark = 0x300
const lastMark = 0x1ffff

/** 1 for each code point that is a combining mark. A table, since a regular expression takes ten times as long. */
const marks = tableOfMarks()

function tableOfMarks(): Uint8Array {
  const table = new Uint8Array(lastMark + 1)
  const mark = /^\p{M}$/u
  for (let code = firstMark; code <= lastMark; code += 1)
    if (mark.test(String.fromCodePoint(code))) table[code] = 1
  table[graphemeJoiner] = 0
  return table
}

/**
 * Whether a text has more than 30 combining marks in a row. Normalising sorts each run in quadratic time:
 * a message full of marks took 0.9 s.
 */
export function hasLongRunOfMarks(text: string): boolean {
  let run = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.codePointAt(index)!
    if (code > 0xffff) index += 1
    run = marks[code] === 1 ? run + 1 : 0
    if (run > marksInARowMax) return true
  }
  return false
}
