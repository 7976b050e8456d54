import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A Chromium that can be started, and what its environment needs besides ours. */
export interface Chromium {
  executablePath: string
  environment: Record<string, string>
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const advice =
  'Install one (on Debian and Ubuntu: apt-get install chromium), or name its program in CHROMIUM_PATH.'

/**
 * The first that there is of: `$CHROMIUM_PATH`, one on PATH, the one that comes with the package
 * `@sparticuz/chromium`. Throws with advice where there is none.
 */
export async function findChromium(): Promise<Chromium> {
  const named = process.env.CHROMIUM_PATH
  if (named && !isExecutable(named)) throw new Error(`CHROMIUM_PATH names no program: ${named}`)
  const installed = named || onPath()
  return installed ? { executablePath: installed, environment: {} } : packaged()
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function packaged(): Promise<Chromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`There is no Chromium here. ${advice}`)
  }
  const folder = await unpacked()
  const executablePath = join(folder, 'chromium')
  const fonts = { FONTCONFIG_FILE: join(folder, 'souk-fonts.conf') }
  const ownLibraries = { ...fonts, LD_LIBRARY_PATH: join(folder, 'al2023/lib') }
  // Prefer the machine's libraries; those in the package are for machines without them (libnss3 and others).
  for (const environment of [fonts, ownLibraries]) {
    if (await starts(executablePath, environment)) return { executablePath, environment }
  }
  throw new Error(`The Chromium in @sparticuz/chromium does not start on this machine. ${advice}`)
}

async function starts(executablePath: string, environment: Record<string, string>): Promise<boolean> {
  try {
    await run(executablePath, ['--version'], { env: { ...process.env, ...environment } })
    return true
  } catch {
    return false
  }
}

/** Unpacks the packaged browser once for each version, next to the packages; two at once do no harm. */
async function unpacked(): Promise<string> {
  const modules = resolve(import.meta.dirname, '../../../node_modules')
  const manifest = readFileSync(join(modules, '@sparticuz/chromium/package.json'), 'utf8')
  const folder = join(modules, '.cache', `chromium-${(JSON.parse(manifest) as { version: string }).version}`)
  if (existsSync(folder)) return folder
  const draft = `${folder}.${process.pid}`
  await mkdir(draft, { recursive: true })
  await unpackInto(draft)
  // Unpacked for its owner only; every user who runs the tests may run it.
  await chmod(join(draft, 'chromium'), 0o755)
  await writeFile(join(draft, 'souk-fonts.conf'), fontsConfiguration(folder))
  await rename(draft, folder).catch(async (error: NodeJS.ErrnoException) => {
    // Another process was first, and what it unpacked is the same.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    await rm(draft, { recursive: true })
  })
  return folder
}

/**
 * The package unpacks into the folder for temporary files, under names that any process may find half
 * written, and brings its libraries only where it believes to run on AWS: so it gets a process, a folder
 * and an environment of its own.
 */
async function unpackInto(folder: string): Promise<void> {
  const program = "import chromium from '@sparticuz/chromium'; await chromium.executablePath()"
  await run(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  })
}

/** The machine's fonts where it has some, and one plain font on machines that have none at all. */
const fontsConfiguration = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`
