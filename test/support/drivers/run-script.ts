import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import { compileCache } from './compile-cache.ts'

const root = resolve(import.meta.dirname, '../../..')

/** Runs `npm run <script> -- <words>` to its end, on the market in `dataFolder`. */
export function runScript(
  script: 'backup' | 'restore',
  dataFolder: string,
  ...words: string[]
): Promise<{ code: number; output: string }> {
  const [, ...program] = manifest.scripts[script].split(' ')
  const env = { PATH: process.env.PATH, ...compileCache, SOUK_DATA: dataFolder }
  return new Promise((ended) => {
    const child = execFile(process.execPath, [...program, ...words], { cwd: root, env }, (_, said, failed) =>
      ended({ code: child.exitCode ?? -1, output: said + failed }),
    )
  })
}
