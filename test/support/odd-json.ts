import fc from 'fast-check'

/** What numbers and texts can look like besides what JSON.stringify makes of them, valid or not. */
const oddities = [
  '0',
  '00',
  '01',
  '-0',
  '-1',
  '1.5',
  '1e3',
  '0.0',
  ' ',
  '\n',
  '\t',
  '\0',
  '"',
  '\\',
  '\\u0041',
]
const moreOddities = [
  'null',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'é',
  '\u007f',
  'ABCDEF',
  '99999999999999999999',
  '',
]

/** Puts something odd into JSON, at a place where something else may have been. */
export const spoiled: fc.Arbitrary<(json: string) => string> = fc
  .record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.nat(3),
    added: fc.constantFrom(...oddities, ...moreOddities),
    byNumber: fc.boolean(),
  })
  .map(({ at, removed, added, byNumber }) => (json: string) => {
    const digits = [...json.matchAll(/[:[]\d+/g)].map(({ index }) => index + 1)
    const start =
      byNumber && digits.length > 0
        ? digits[Math.floor(at * (digits.length - 1))]!
        : Math.floor(at * json.length)
    return json.slice(0, start) + added + json.slice(start + removed)
  })
