import { resolve, sep } from 'node:path'
import type { Config } from '../config.ts'
import { errorCode, isOutOfFiles, isOutOfSpace } from '../disk/disk.ts'
import { JournalAway, JournalDamage } from '../journal/journal.ts'
import { Explained } from './explained.ts'

/** Settings that the sentence may have to name. */
export type Settings = Partial<Pick<Config, 'host' | 'port' | 'dataFolder'>>

/** Ends the process with status 1 and says why; a stack trace follows only where LOG_LEVEL asks for details. */
export function endExplained(error: unknown, settings: Settings = {}): never {
  console.error(explain(error, settings))
  const wantsDetails = ['debug', 'trace'].includes(process.env.LOG_LEVEL ?? '')
  if (wantsDetails && error instanceof Error) console.error(error.stack)
  process.exit(1)
}

/** Why a command could not start or finish, without a stack trace: the variable or file, and what to do. */
export function explain(error: unknown, settings: Settings = {}): string {
  if (error instanceof Explained) return error.message
  if (error instanceof JournalDamage) {
    return `${error.message} The market does not start from it: restore a backup with npm run restore -- <copy>.`
  }
  if (error instanceof JournalAway) {
    const because = error.cause === undefined ? '' : ` (${firstLine(error.cause)})`
    return `The database of SOUK_DATABASE_URL could not be used: ${firstLine(error)}${because}. Check that it runs, and the address, user and password.`
  }
  return (
    explainListening(error, settings) ??
    explainFile(error, settings) ??
    `Souk stopped at an unexpected error: ${firstLine(error)}. Set LOG_LEVEL=debug to see where.`
  )
}

const listeningCalls: readonly unknown[] = ['listen', 'bind', 'getaddrinfo']

function explainListening(error: unknown, { host, port = 0 }: Settings): string | null {
  if (!(error instanceof Error && 'syscall' in error && listeningCalls.includes(error.syscall))) return null
  const code = errorCode(error) ?? ''
  if (isOutOfFiles(error)) return tooManyFiles
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Try another: PORT=${(port % 65_535) + 1} npm start`
    case 'EACCES':
    case 'EPERM':
      return `PORT is ${port}, where this user may not listen (${code}). Choose one above 1023, PORT=3000 say, and let a proxy listen on ${port}.`
    default:
      return `HOST is ${host}, where this machine cannot listen (${code}). Try HOST=127.0.0.1, or HOST=0.0.0.0 for all its addresses.`
  }
}

export const tooManyFiles =
  'This process may open too few files. Raise its limit: ulimit -n 65536, or LimitNOFILE=65536 for a systemd service.'

/** What is wrong with a file or folder, and what to do about it, by the system's code. */
const fileFailures: Readonly<Record<string, readonly [wrong: string, remedy: string]>> = {
  EACCES: ['may not be used by this user', 'Run Souk as its owner, or give it to this user with chown'],
  EPERM: ['may not be used by this user', 'Run Souk as its owner, or give it to this user with chown'],
  EROFS: ['is on a disk that is read-only', 'Make the disk writable'],
  ENOTDIR: ['needs a folder where there is a file', 'Move the file away'],
  EEXIST: ['cannot be made, since something else has its name', 'Move that away'],
  EISDIR: ['is a folder where a file is needed', 'Move the folder away'],
  ENAMETOOLONG: ['has too long a name', 'Use a shorter one'],
  ELOOP: ['is a link that leads back to itself', 'Remove the link'],
  ENOENT: ['is missing', 'Bring it back from a backup'],
  ENOTEMPTY: ['is not empty', 'Move away what is in it'],
  EBUSY: ['is in use, or a disk of its own', 'Name a folder inside it'],
}

function explainFile(error: unknown, { dataFolder }: Settings): string | null {
  const code = errorCode(error)
  if (code === undefined) return null
  if (isOutOfFiles(error)) return tooManyFiles
  const path = pathOf(error)
  const isData = path !== null && dataFolder !== undefined && isRelated(resolve(path), resolve(dataFolder))
  const orElsewhere = isData ? ', or name another folder with SOUK_DATA.' : '.'
  if (isOutOfSpace(error))
    return `There is no space left on the disk${path === null ? '' : ` of ${path}`} (${code}). Free some${orElsewhere}`
  const [wrong, remedy] = fileFailures[code] ?? [
    `could not be used: ${firstLine(error)}`,
    'Check its disk and its permissions',
  ]
  return path === null ? null : `${shortened(path)} ${wrong} (${code}). ${remedy}${orElsewhere}`
}

function pathOf(error: unknown): string | null {
  if (!(error instanceof Error && 'path' in error && typeof error.path === 'string')) return null
  return error.path
}

/** Is one of them the other, above it, or beside it under the same name (`market.unfinished-…`)? */
const isRelated = (path: string, folder: string): boolean =>
  path.startsWith(folder) || `${folder}${sep}`.startsWith(path.endsWith(sep) ? path : path + sep)

const shortened = (path: string): string => (path.length > 120 ? `${path.slice(0, 120)}…` : path)

/** An error's first line, without what ends its sentence. */
export const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!.replace(/[.\s]+$/, '')
