import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { distFolder } from '../serve.ts'

const root = join(import.meta.dirname, '../..')

/** Builds the browser client where it is missing, or older than what it is made of. */
export async function buildClient(): Promise<void> {
  const built = join(distFolder, 'index.html')
  if (existsSync(built) && statSync(built).mtimeMs >= newestOf(sources())) return
  process.stderr.write('Building the browser client …\n')
  await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'error' })
}

function sources(): string[] {
  const under = (folder: string): string[] =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
  const web = under('web').filter((path) => !path.startsWith(distFolder))
  return [...web, ...under('shared'), join(root, 'package-lock.json')]
}

const newestOf = (paths: readonly string[]): number =>
  paths.reduce((newest, path) => Math.max(newest, statSync(path).mtimeMs), 0)
