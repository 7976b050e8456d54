import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import { compileCache } from './compile-cache.ts'

const root = resolve(import.meta.dirname, '../../..')

/** The user that owns nothing; only root may start a process as somebody else. */
export const nobody = { uid: 65_534, gid: 65_534 }
export const mayRunAsNobody = process.getuid?.() === 0

export interface RunOptions {
  environment?: Record<string, string>
  words?: readonly string[]
  user?: { uid: number; gid: number }
  /** How many files it may open. */
  filesMax?: number
}

/** Runs the program behind `npm run <script>` to its end, which it must come to by itself. */
export function runCommand(
  script: keyof typeof manifest.scripts | 'server/main.ts',
  { environment = {}, words = [], user, filesMax }: RunOptions,
): Promise<{ code: number; output: string }> {
  const program = script === 'server/main.ts' ? [script] : manifest.scripts[script].split(' ').slice(1)
  const command = [process.execPath, ...program, ...words]
  const [file, ...parameters] = filesMax
    ? ['sh', '-c', `ulimit -n ${filesMax}; exec "$@"`, 'limited', ...command]
    : command
  const env = { PATH: process.env.PATH, ...compileCache, PORT: '0', LOG_LEVEL: 'warn', ...environment }
  const options = { cwd: root, env, timeout: 60_000, ...user }
  return new Promise((ended) => {
    const child = execFile(file!, parameters, options, (_, said, failed) =>
      ended({ code: child.exitCode ?? -1, output: said + failed }),
    )
  })
}
