import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { importRules } from './import-rules.ts'
import { plantedFiles } from './planted-imports.ts'

/**
 * Holds the tree to the import rules. dependency-cruiser finds nothing wrong in modules that it could not
 * read, so this first proves on planted files that every rule can fail, and then counts what was read.
 */

const sourceFolders = ['server', 'shared', 'test', 'web']

/** The tree has more modules than this; fewer were read only when the reader is broken. */
const modulesMin = 50

const blindRules = await rulesThatMissWhatIsPlanted()
if (blindRules.length > 0) fail(`These rules missed what was planted for them: ${blindRules.join(', ')}`)

const tree = await cruiseFolder(resolve(import.meta.dirname, '../..'))
for (const { rule, from, to } of tree.summary.violations) {
  const comment = importRules.find((each) => each.name === rule.name)?.comment
  console.error(`✖ ${from} → ${to}\n  ${rule.name}: ${comment}`)
}
if (tree.summary.violations.length > 0) fail(`${tree.summary.violations.length} imports break a rule.`)

const modulesRead = ownModules(tree)
if (modulesRead < modulesMin)
  fail(`Only ${modulesRead} modules were read, not the ${modulesMin} there must be.`)
console.log(`✔ ${modulesRead} modules keep ${importRules.length} rules, each of which can fail`)

async function cruiseFolder(baseDir: string): Promise<ICruiseResult> {
  const { output } = await cruise(sourceFolders, {
    baseDir,
    validate: true,
    ruleSet: { forbidden: importRules.map((rule) => ({ severity: 'error', ...rule })) },
    // The other reader is TypeScript's own API, which TypeScript 7 does not have.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(web/dist|test/.output)/' },
  })
  if (typeof output === 'string') throw new Error(`expected a result, got text: ${output}`)
  return output
}

async function rulesThatMissWhatIsPlanted(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'souk-imports-'))
  try {
    for (const [path, content] of Object.entries(plantedFiles)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
    const { violations } = (await cruiseFolder(folder)).summary
    const found = new Set(
      violations.filter(({ rule, from }) => from.includes(rule.name)).map(({ rule }) => rule.name),
    )
    return importRules.map(({ name = '' }) => name).filter((name) => !found.has(name))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function ownModules(result: ICruiseResult): number {
  const isOwn = (source: string) => sourceFolders.some((folder) => source.startsWith(`${folder}/`))
  return result.modules.filter(({ source }) => isOwn(source)).length
}

function fail(message: string): never {
  console.error(`✖ ${message}`)
  process.exit(1)
}
