import { globSync, readFileSync } from 'node:fs'
import { join, normalize, resolve } from 'node:path'

/** Each class of a `*.module.css` is named by the components that import it, and each class they name exists. */

const web = resolve(import.meta.dirname, '../../web')
const read = (file: string) => readFileSync(join(web, file), 'utf8')

interface Use {
  file: string
  sheet: string
  /** Names of classes; null where the sheet is handed on as a whole. */
  classes: Set<string> | null
}

const uses = globSync('**/*.tsx', { cwd: web }).flatMap(usesOf)
const problems = globSync('**/*.module.css', { cwd: web }).flatMap((sheet) => problemsOf(normalize(sheet)))
for (const problem of problems) console.error(`✖ ${problem}`)
if (uses.length === 0) throw new Error('No component imports a style sheet: the check reads nothing.')
if (problems.length > 0) process.exit(1)
console.log(`✔ ${uses.length} imports of style sheets name every class, and no other`)

function usesOf(file: string): Use[] {
  const source = read(file)
  return [...source.matchAll(/^import (\w+) from '(.+\.module\.css)'$/gm)].map(([, name, path]) => ({
    file,
    sheet: join(file, '..', path!),
    classes: new RegExp(`\\b${name}( as|\\[)`).test(source)
      ? null
      : new Set([...source.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, used]) => used!)),
  }))
}

function problemsOf(sheet: string): string[] {
  const css = read(sheet).replace(/\/\*.*?\*\//gs, '')
  const selectors = [...css.matchAll(/[^{};]+(?=\{)/g)].join(' ')
  const declared = new Set([...selectors.matchAll(/\.([A-Za-z_]\w*)/g)].map(([, name]) => name!))
  const importing = uses.filter((use) => use.sheet === sheet)
  if (importing.some(({ classes }) => classes === null)) return []
  const used = new Set(importing.flatMap(({ classes }) => [...classes!]))
  const missing = importing.flatMap(({ file, classes }) =>
    [...classes!].filter((name) => !declared.has(name)).map((name) => `${file}: ${sheet} has no .${name}`),
  )
  return [
    ...[...declared].filter((name) => !used.has(name)).map((name) => `${sheet}: nothing uses .${name}`),
    ...missing,
  ]
}
