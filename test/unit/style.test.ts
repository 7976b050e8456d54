import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

/**
 * Rules that no linter knows. Lengths of files and functions, empty catches, `any` and focused tests are
 * checked by biome.json.
 */

const root = resolve(import.meta.dirname, '../..')

/** The project's own text: neither what was installed nor what was built. */
const paths = globSync(
  [
    '*.{ts,mjs,json,md}',
    'LICENSE',
    '.ci/*',
    '.github/**/*.{md,yml}',
    '{docs,server,shared,test,web}/**/*.{ts,tsx,mjs,css,html,json,md,svg}',
  ],
  { cwd: root, exclude: ['web/dist/**', 'test/.output/**', 'package-lock.json'] },
)

interface Line {
  path: string
  number: number
  text: string
}

const allLines: Line[] = paths.flatMap(linesOf)

/** Every line of files whose path matches `inPaths` and whose text matches `pattern`, as `path:line: text`. */
function offences(inPaths: RegExp, pattern: RegExp): string[] {
  return allLines
    .filter(({ path, text }) => inPaths.test(path) && pattern.test(text))
    .map(({ path, number, text }) => `${path}:${number}: ${text.trim()}`)
}

function linesOf(path: string): Line[] {
  const content = readFileSync(resolve(root, path), 'utf8')
  return content.split('\n').map((text, index) => ({ path, number: index + 1, text }))
}

/** From words in pieces, so that this file does not break its own rules. */
const anyOf = (...words: string[][]): RegExp => new RegExp(words.map((pieces) => pieces.join('')).join('|'))

test('[style] the whole tree was read', () => {
  expect(paths.length).toBeGreaterThan(50)
})

test('[style] nothing is left for later', () => {
  expect(offences(/./, anyOf(['\\bTO', 'DO\\b'], ['\\bFIX', 'ME\\b'], ['\\bX', 'XX\\b']))).toEqual([])
})

test('[style] no type check is switched off', () => {
  expect(offences(/\.tsx?$/, anyOf(['@ts', '-(ignore|expect-error|nocheck)'], ['\\bas ', 'any\\b']))).toEqual(
    [],
  )
})

test('[style] no caught error is dropped silently', () => {
  expect(
    offences(
      /\.tsx?$/,
      anyOf(['\\bcatch\\b[^{]*\\{', '\\s*\\}'], ['\\.catch\\(\\(', '\\w*\\) => \\{\\}\\)']),
    ),
  ).toEqual([])
})

test('[style] nothing names where it was written or where packages come from', () => {
  const places = anyOf(['registry', '\\.\\w+\\.(org|com)'], ['npm', 'mirror'], ['/wo', 'rk/(main|shared)'])
  const references = anyOf(
    ['\\b[Ii]ss', 'ue #?\\d'],
    ['\\b(PR|pull request) ', '#?\\d'],
    ['\\bclosed? ', '#\\d'],
  )
  expect(offences(/./, places)).toEqual([])
  expect(offences(/./, references)).toEqual([])
})

test('[style] tests wait for what they need, never for time to pass', () => {
  expect(
    offences(/^test\/.*\.test\.tsx?$/, anyOf(['\\bset', 'Timeout\\('], ['timers/', 'promises'])),
  ).toEqual([])
})

test('[style] tests that share their modules replace none of them, and leave globals alone', () => {
  const config = readFileSync(resolve(root, 'vitest.config.ts'), 'utf8')
  const sharing = [...config.matchAll(/^ +sharing\('(\w+)'\),$/gm)].map(([, project]) => project)
  expect(sharing).toContain('unit')
  const theirs = new RegExp(`^test/(${sharing.join('|')})/`)
  // Its spies end with the test.
  const support = /^test\/support\/(?!doubles\/spied-builtin\.ts)/
  const replacing = anyOf(['\\bvi', '(test)?\\.(?!fn\\b)\\w+\\('], ['\\bvi', '(test)? as '])
  const assigning = anyOf(['\\bglobal', 'This\\.\\w+ = '], ['\\bprocess\\.', '(env\\.)?\\w+ = '])
  expect([...offences(theirs, replacing), ...offences(support, replacing)]).toEqual([])
  expect(offences(theirs, assigning)).toEqual([])
})

test('[style] randomness in tests has a seed', () => {
  expect(offences(/^(test|shared|server\/(market|demo))\//, anyOf(['Math', '\\.random']))).toEqual([])
  expect(
    offences(/^test\/(?!support\/properties\/assert-holds)/, anyOf(['\\bfc\\.', '(assert|check)\\('])),
  ).toEqual([])
})

test('[style] the title of a test begins with the rule that it proves, or with its topic', () => {
  const titleOf = /^\s*(?:test|it)(?:\.(?:for|each)\(.*\)|\.\w+)*\(\s*(['"`].*)/
  const untitled = allLines.filter(({ path, text }) => {
    const title = /\.test\.tsx?$/.test(path) ? titleOf.exec(text)?.[1] : undefined
    return title !== undefined && !/^['"`](\[[^\]]+\])+ /.test(title)
  })
  expect(untitled.map(({ path, number, text }) => `${path}:${number}: ${text.trim()}`)).toEqual([])
})
