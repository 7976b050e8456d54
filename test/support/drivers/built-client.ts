import { existsSync, globSync, statSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../../..')

let building: Promise<string> | null = null

/** The folder with the built client. It is built once for each state of the sources, and found again by later runs. */
export function builtClient(): Promise<string> {
  building ??= buildOnce()
  return building
}

/** The built file that a module of the client, named by its path within `web`, became. */
export async function builtFrom(module: string): Promise<string> {
  const manifest = await readFile(join(await builtClient(), '.vite/manifest.json'), 'utf8')
  return (JSON.parse(manifest) as Record<string, { file: string }>)[module]!.file
}

async function buildOnce(): Promise<string> {
  const folder = join(root, `test/.output/client-as-shipped-${Math.trunc(newestSource())}`)
  if (existsSync(folder)) return folder
  const draft = `${folder}.${process.pid}`
  await asShipped(() =>
    build({
      configFile: join(root, 'web/vite.config.ts'),
      logLevel: 'error',
      build: { outDir: draft, emptyOutDir: true },
    }),
  )
  await rename(draft, folder).catch(async (error: NodeJS.ErrnoException) => {
    // Another run was first, and what it built is the same.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(draft, { recursive: true })
  })
  return folder
}

/** The test runner sets NODE_ENV=test, with which libraries would be built in their slow development form. */
async function asShipped(work: () => Promise<unknown>): Promise<void> {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await work()
  } finally {
    if (before === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = before
  }
}

const newestSource = (): number =>
  globSync(['web/**/*.{ts,tsx,css,html,svg,webmanifest}', 'shared/**/*.ts', 'package-lock.json'], {
    cwd: root,
    exclude: ['web/dist/**'],
  }).reduce((newest, path) => Math.max(newest, statSync(join(root, path)).mtimeMs), 0)
