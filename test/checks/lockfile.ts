import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * `npm ci` refuses a lockfile in which an optional package of any platform is missing, and `npm install` leaves
 * out those that it could not get. This finds them before a fresh machine does; with `--complete` it adds them,
 * at the version that is asked for, so that only machines of that platform fetch them.
 */

interface LockedPackage {
  version?: string
  dev?: boolean
  optional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

interface Lockfile {
  packages: Record<string, LockedPackage>
}

const path = resolve(import.meta.dirname, '../../package-lock.json')
const lockfile = JSON.parse(readFileSync(path, 'utf8')) as Lockfile
const missing = missingOptionals(lockfile)
const names = missing.map(([place]) => place.replace(/.*node_modules\//, ''))

if (missing.length === 0) {
  console.log(`✔ all optional packages of ${Object.keys(lockfile.packages).length} are in the lockfile`)
} else if (process.argv.includes('--complete')) {
  writeFileSync(path, `${JSON.stringify(completed(lockfile), null, 2)}\n`)
  console.log(`✔ added ${names.length}: ${names.join(', ')}`)
} else {
  console.error(`✖ npm ci will fail: the lockfile lacks ${names.join(', ')}`)
  console.error('  npm run lockfile:complete adds them.')
  process.exitCode = 1
}

function missingOptionals({ packages }: Lockfile): [place: string, entry: LockedPackage][] {
  return Object.entries(packages).flatMap(([parent, { dev, optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !placesOf(parent, name).some((place) => place in packages))
      .map(([name, version]): [string, LockedPackage] => [
        `node_modules/${name}`,
        { version, ...(dev ? { dev } : {}), optional: true, ...platformOf(name) },
      ]),
  )
}

/** Where a package that `parent` requires may be: below it, or below any folder above it. */
function placesOf(parent: string, name: string): string[] {
  const above = parent.split(/\/?node_modules\//)
  return above.map((_, depth) =>
    [...above.slice(0, above.length - depth), name].join('/node_modules/').replace(/^\//, ''),
  )
}

/** What the name of a package with a program in it says about where that runs. */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> {
  const match = /-(android|darwin|freebsd|linux|openharmony|win32)-([a-z\d]+)(?:-(?:(musl)|gnu))?/.exec(name)
  if (!match) return {}
  const [, os = '', cpu = '', musl] = match
  return { os: [os], cpu: [cpu], ...(os === 'linux' ? { libc: [musl ?? 'glibc'] } : {}) }
}

function completed({ packages, ...rest }: Lockfile): Lockfile {
  const entries = [...Object.entries(packages), ...missing]
  entries.sort(([one], [other]) => one.localeCompare(other, 'en'))
  return { ...rest, packages: Object.fromEntries(entries) }
}
