import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { Explained } from '../errors/explained.ts'
import { firstLine } from '../errors/start-failure.ts'
import { distFolder } from '../serve.ts'

const root = join(import.meta.dirname, '../..')

/** Builds the browser client if it is missing or older than its sources. Throws an {@link Explained}. */
export async function buildClient(): Promise<void> {
  const built = join(distFolder, 'index.html')
  if (existsSync(built) && statSync(built).mtimeMs >= newestOf(sources())) return
  process.stderr.write('Building the browser client …\n')
  try {
    await build({ ...clientConfig, logLevel: 'silent' })
  } catch (error) {
    throw new Explained(
      `The browser client could not be built into ${distFolder}: ${reasonOf(error)}. Run npm start once as a user who may write there, or start the server without building: node server/main.ts`,
      { cause: error },
    )
  }
}

/** Vite's configuration is loaded natively: bundling it first would write into node_modules. */
export const clientConfig = { configFile: join(root, 'web/vite.config.ts'), configLoader: 'native' } as const

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

/** The first line of the first error; the bundler's own message only counts the errors. */
function reasonOf(error: unknown): string {
  const [first = error] = error instanceof Error && 'errors' in error ? (error.errors as unknown[]) : [error]
  return firstLine(first)
}
