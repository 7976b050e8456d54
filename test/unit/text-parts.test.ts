import { readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const web = join(import.meta.dirname, '../../web')
const partOf: Partial<Record<string, string>> = {
  'ui/order-texts.ts': 'orders',
  'ui/account-texts.ts': 'account',
  'ui/board-texts.ts': 'board',
  'ui/seller-texts.ts': 'seller',
}

/** The parts of the texts that a module reads, itself or by what it imports before it runs. */
function partsReadBy(entry: string): string[] {
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    const source = readFileSync(join(web, file), 'utf8').replaceAll(/^import type .*$/gm, '')
    for (const [, path] of source.matchAll(/^(?:import|export|\}) .*?from '(\.{1,2}\/.+?\.tsx?)'$/gm)) {
      const imported = normalize(join(file, '..', path!))
      if (!imported.startsWith('..') && imported !== 'texts/load.ts') visit(imported)
    }
  }
  visit(entry)
  return [...seen].flatMap((file) => partOf[file] ?? []).sort()
}

const apps = ['apps.ts', 'routes.tsx']
  .map((name) => readFileSync(join(web, 'shell', name), 'utf8'))
  .join('\n')
const loaders = [
  ...apps.matchAll(/after\(\[(.*)\], \(\) => import\('\.\.\/(.+)'\)\)/g),
  ...apps.matchAll(/[=(] ?()\(\) => import\('\.\.\/(.+?)'\)/g),
].map(([, parts, entry]) => ({ entry: entry!, parts: [...parts!.matchAll(/\w+/g)].map(String).sort() }))

test('[language] what shows texts is loaded after the parts that it reads', () => {
  expect(loaders.length).toBeGreaterThanOrEqual(8)
  for (const { entry, parts } of loaders) expect([entry, partsReadBy(entry)]).toEqual([entry, parts])
  expect(partsReadBy('start.tsx')).toEqual([])
  expect(partsReadBy('app.tsx')).toEqual([])
  expect(partsReadBy('storefront/sheet-view.tsx')).toEqual(['orders'])
})

test('[language] the server names the parts that a page reads in its head', () => {
  const template = readFileSync(join(web, '../server/http/page-template.ts'), 'utf8')
  const named = /textsOf.*?\{(.+?)\n\}/s.exec(template)![1]!
  const sources = /sourcesOf.*?\{(.+?)\n\}/s.exec(template)![1]!
  const kinds = [...named.matchAll(/^ {2}(\w+): \[(.*)\]/gm)]
  expect(kinds.length).toBeGreaterThanOrEqual(8)
  for (const [, kind, parts] of kinds) {
    const line = new RegExp(`^  ${kind}: (.+),$`, 'm').exec(sources)![1]!
    const read = [...line.matchAll(/'(.+?\.tsx)'/g)].flatMap(([, source]) => partsReadBy(source!))
    expect([kind, [...new Set(read)].sort()]).toEqual([kind, [...parts!.matchAll(/\w+/g)].map(String).sort()])
  }
})
