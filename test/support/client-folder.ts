import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeTemporaryFolder } from './temporary-folder.ts'

/** A folder as the build of the browser client leaves it, with next to nothing in it. */
export async function makeClientFolder(): Promise<string> {
  const folder = await makeTemporaryFolder()
  await mkdir(join(folder, 'assets'))
  const page = '<!doctype html><head><!--souk:head--></head><body></body>'
  const files = {
    'index.html': page,
    'assets/app-1a2b.js': 'export {}',
    'manifest.webmanifest': '{}',
    'icon.svg': '<svg/>',
    'icon-maskable.svg': '<svg/>',
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}
