import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import { compileCache } from './compile-cache.ts'

const root = resolve(import.meta.dirname, '../../..')

type Script = 'backup' | 'restore' | 'verify' | 'move'

/** Runs `npm run <script> -- <words>` to its end, on the market in `dataFolder`. */
export const runScript = (
  script: Script,
  dataFolder: string,
  ...words: string[]
): Promise<{ code: number; output: string }> => runScriptWith({ SOUK_DATA: dataFolder }, script, ...words)

/** The same with these variables; an AbortSignal among the words kills it. */
export function runScriptWith(
  variables: Record<string, string>,
  script: Script,
  ...words: (string | AbortSignal)[]
): Promise<{ code: number; output: string }> {
  const [, ...program] = manifest.scripts[script].split(' ')
  const given = words.filter((word) => typeof word === 'string')
  const signal = words.find((word) => typeof word !== 'string')
  const env = { PATH: process.env.PATH, ...compileCache, ...variables }
  const options = { cwd: root, env, signal, killSignal: 'SIGKILL' } as const
  return new Promise((ended) => {
    let output = ''
    const child = execFile(process.execPath, [...program, ...given], options, (_, said, failed) => {
      output = said + failed
    })
    child.once('close', (code) => ended({ code: code ?? -1, output }))
  })
}
