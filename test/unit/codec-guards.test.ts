import { execFile } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'

/** Where a type gets one more optional key, and which codecs must then not compile. */
const additions = [
  ['server/market/event.ts', 'export interface Entry {', 'server/journal/entry-json.ts'],
  ['server/market/event.ts', 'export interface OrderPlaced {', 'server/journal/entry-json.ts'],
  ['server/market/event.ts', 'lines: readonly {', 'server/journal/entry-json.ts'],
  ['server/market/order.ts', 'export interface OrderState {', 'server/store/order-table.ts'],
  ['server/market/order.ts', 'export interface OrderLineState {', 'server/store/order-lines.ts'],
  ['server/market/state.ts', 'export interface ProductState extends', 'server/broadcast/views.ts'],
  ['server/market/state.ts', 'export interface ShopState extends', 'server/broadcast/views.ts'],
  [
    'shared/protocol/shapes.ts',
    'export const order = z.object({',
    'server/broadcast/order-json.ts',
    'server/broadcast/views.ts',
  ],
  [
    'shared/protocol/shapes.ts',
    'export const orderLine = z.object({',
    'server/broadcast/order-json.ts',
    'server/broadcast/views.ts',
  ],
  [
    'shared/protocol/buyer-messages.ts',
    'export const purchaseLine = z.object({',
    'shared/protocol/buyer-messages.ts',
  ],
  [
    'shared/protocol/buyer-messages.ts',
    'export const purchaseCreate = z.object({',
    'shared/protocol/buyer-messages.ts',
  ],
  ['shared/catalog/product.ts', 'export const productListing = z.object({', 'shared/catalog/product.ts'],
] as const

const compiler = resolve('node_modules/typescript/bin/tsc')

afterEach(removeTemporaryFolders)

test('[protocol] a codec that leaves out a key, even an optional one, does not compile', async () => {
  const folder = await makeTemporaryFolder()
  for (const part of ['server', 'shared']) cpSync(part, join(folder, part), { recursive: true })
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  const files = [...new Set(additions.flatMap(([, , ...codecs]) => codecs))]
  const options = { ...JSON.parse(readFileSync('tsconfig.json', 'utf8')).compilerOptions, types: ['node'] }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files }))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  expect(await typeErrors(folder)).toBe('')
  for (const [index, [file, declaration]] of additions.entries()) {
    const source = readFileSync(join(folder, file), 'utf8')
    const start = source.indexOf(declaration)
    expect(start, declaration).toBeGreaterThan(0)
    const brace = source.indexOf('{', start)
    const key = declaration.includes('z.object')
      ? `added${index}: z.optional(z.number()),`
      : `added${index}?: number;`
    writeFileSync(join(folder, file), `${source.slice(0, brace + 1)}${key}${source.slice(brace + 1)}`)
  }
  const errors = (await typeErrors(folder)).split(/^(?=\S)/m)
  for (const [index, [, , ...codecs]] of additions.entries())
    for (const codec of codecs) {
      // Keys are quoted only where one is missing or wrong.
      const isNamed = new RegExp(`^${codec}.*['"]added${index}['"]`, 's')
      expect(
        errors.filter((error) => isNamed.test(error)),
        `${codec} without added${index}`,
      ).not.toEqual([])
    }
})

/** The compiler's errors for a folder; empty if there are none. */
const typeErrors = (cwd: string): Promise<string> =>
  new Promise((done) => {
    execFile(process.execPath, [compiler, '--pretty', 'false'], { cwd }, (_, said) => done(said))
  })
