import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { languages } from '../../../shared/language.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** The client's files that the server names: each source, and one that all import. */
const sources = [
  'start.tsx',
  'app.tsx',
  'account/routes.tsx',
  'board/routes.tsx',
  'seller/routes.tsx',
  'storefront/routes.tsx',
  'storefront/legal/legal-page.tsx',
  'storefront/orders/orders-page.tsx',
  'storefront/product/product-page.tsx',
  'storefront/receipt/receipt-page.tsx',
  'storefront/shop/shop-page.tsx',
]
const texts = languages.flatMap((language) =>
  ['page', 'orders', 'account', 'board', 'seller'].map((part) => `texts/${language}/${part}.ts`),
)
const part = (name: string, imports: string[]) => ({
  file: `assets/${name}.js`,
  imports,
})
const manifest = {
  'index.html': part('index', []),
  '_shared.js': part('shared', ['index.html']),
  ...Object.fromEntries(
    sources.map((source) => [source, part(source.replace('.tsx', ''), ['index.html', '_shared.js'])]),
  ),
  ...Object.fromEntries(texts.map((source) => [source, { file: `assets/${source.replace('.ts', '.js')}` }])),
}

/** A minimal folder, as made by the build of the browser client. */
export async function makeClientFolder(): Promise<string> {
  const folder = await makeTemporaryFolder()
  await mkdir(join(folder, 'assets'))
  await mkdir(join(folder, '.vite'))
  const styles = '<link rel="stylesheet" crossorigin href="/assets/style.css">'
  const page = `<!doctype html><html lang="en"><head><!--souk:head-->${styles}</head><body></body>`
  const files = {
    'index.html': page,
    '.vite/manifest.json': JSON.stringify(manifest),
    'assets/app-1a2b.js': 'export {}',
    'assets/style.css': 'p{color:red}',
    'icon.svg': '<svg/>',
    'icon-maskable.svg': '<svg/>',
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}
