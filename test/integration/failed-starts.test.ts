import { spawnSync } from 'node:child_process'
import { chmod, chown, cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { explain } from '../../server/errors/start-failure.ts'
import { buildClient } from '../../server/start/build-client.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { atEnd, leaveNothing } from '../support/drivers/leftovers.ts'
import { mayRunAsNobody, nobody, type RunOptions, runCommand } from '../support/drivers/run-as.ts'
import { MarketServer } from '../support/drivers/server.ts'

/** Every command that cannot start prints one sentence that names the variable or the file, and what to do. */

afterEach(leaveNothing)

/** Runs a command that must fail, and returns the one line that it prints. */
async function failure(script: Parameters<typeof runCommand>[0], options: RunOptions): Promise<string> {
  const { code, output } = await runCommand(script, options)
  const lines = output.trim().split('\n')
  expect({ code, lines }).toEqual({ code: 1, lines: [expect.stringMatching(/^\S.*[.\d]$/)] })
  expect(output).not.toMatch(/^ {4}at /m)
  return lines[0]!
}

/** A folder that everybody may read. */
async function openFolder(): Promise<string> {
  const folder = await makeTemporaryFolder()
  await chmod(folder, 0o755)
  return folder
}

/** The folder of a stopped market, inside a new folder. */
async function marketFolder(): Promise<string> {
  const market = await MarketServer.start()
  await market.stop()
  const folder = join(await openFolder(), 'market')
  await cp(market.folder, folder, { recursive: true })
  return folder
}

const main = 'server/main.ts'
const start = (folder: string, options: RunOptions = {}) =>
  failure(main, { ...options, environment: { SOUK_DATA: folder, ...options.environment } })

test('[start] a path that cannot be a data folder is named, with advice', async () => {
  const folder = await openFolder()
  const file = join(folder, 'file')
  await writeFile(file, '')
  await symlink('circle', join(folder, 'circle'))
  await symlink('nowhere', join(folder, 'dangling'))
  for (const [path, code] of [
    [file, 'ENOTDIR'],
    [join(file, 'market'), 'ENOTDIR'],
    [join(folder, 'x'.repeat(300)), 'ENAMETOOLONG'],
    [join(folder, 'circle'), 'ELOOP'],
    [join(folder, 'dangling'), 'EEXIST'],
  ] as const) {
    const sentence = await start(path)
    expect(sentence).toContain(path.slice(0, 100))
    expect(sentence).toContain(code)
    expect(sentence).toContain('SOUK_DATA')
  }
})

test('[start] a damaged file of the data folder, or a folder in its place, is named', async () => {
  const folder = await marketFolder()
  for (const name of ['secret', 'journal-0000000000000001.jsonl', 'lock.sqlite']) {
    const broken = join(await openFolder(), 'market')
    await cp(folder, broken, { recursive: true, filter: (path) => !path.endsWith(name) })
    await mkdir(join(broken, name))
    expect(await start(broken)).toContain(join(broken, name))
  }
  for (const [name, content] of [
    ['lock.sqlite', 'no database at all, for more than a hundred bytes: '.repeat(4)],
    ['secret', ''],
    ['images', 'a file'],
    ['journal-0000000000000001.jsonl', 'no journal'],
  ] as const) {
    const broken = join(await openFolder(), 'market')
    await cp(folder, broken, { recursive: true, filter: (path) => !path.endsWith(name) })
    await writeFile(join(broken, name), content)
    expect(await start(broken)).toContain(name)
  }
})

test('[start] a host where this machine cannot listen is named', async () => {
  const folder = await openFolder()
  for (const HOST of ['nowhere.invalid', '192.0.2.1', 'http://127.0.0.1'])
    expect(await start(join(folder, 'market'), { environment: { HOST } })).toContain(`HOST is ${HOST}`)
})

test('[start] a limit of too few open files is named', async () => {
  const folder = join(await openFolder(), 'market')
  expect(await start(folder, { filesMax: 24 })).toContain('ulimit -n')
})

describe.runIf(mayRunAsNobody)('as another user', () => {
  // The user `nobody` may not build it.
  beforeAll(buildClient)

  test('[start] a port below 1024 is named', async () => {
    const folder = await openFolder()
    await chown(folder, nobody.uid, nobody.gid)
    // Some containers allow everybody to listen there.
    const sentence = explain(
      Object.assign(new Error('listen EACCES'), { code: 'EACCES', syscall: 'listen' }),
      {
        port: 80,
      },
    )
    expect(sentence).toMatch(/^PORT is 80, where this user may not listen/)
    const { code, output } = await runCommand('start', {
      environment: { SOUK_DATA: join(folder, 'a'), PORT: '80', HOST: '127.0.0.1' },
      user: nobody,
    }).catch(() => ({ code: 0, output: '' }))
    if (code === 1) expect(output.trim().split('\n').at(-1)).toBe(sentence)
  })

  test('[start] another user’s folder and files are named, by every command', async () => {
    const closed = join(await openFolder(), 'closed')
    await mkdir(closed, { mode: 0o700 })
    const readable = await marketFolder()
    spawnSync('chmod', ['-R', 'a+rX', readable])
    const unreadable = await marketFolder()
    spawnSync('chmod', ['-R', 'a+rX', unreadable])
    await chmod(join(unreadable, 'journal-0000000000000001.jsonl'), 0o600)
    for (const folder of [closed, join(closed, 'market'), readable, unreadable]) {
      const sentence = await start(folder, { user: nobody })
      expect(sentence).toContain(folder)
      expect(sentence).toMatch(/EACCES.*SOUK_DATA/)
    }
    const mine = join(await openFolder(), 'copy')
    for (const [script, options] of [
      ['demo', { environment: { SOUK_DATA: join(closed, 'demo') } }],
      ['share', { environment: { SOUK_DATA: closed } }],
      ['verify', { words: [unreadable] }],
      ['backup', { words: [mine], environment: { SOUK_DATA: closed } }],
      ['restore', { words: [unreadable], environment: { SOUK_DATA: mine } }],
      ['dev', {}],
    ] as const)
      expect(await failure(script, { ...options, user: nobody }), script).toContain('EACCES')
  })

  test('[start] a disk that is read-only, or full, is named', async () => {
    const folder = await openFolder()
    const mounted = (options: string): boolean =>
      spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0
    if (!mounted('size=64k')) return
    atEnd(() => void spawnSync('umount', [folder]))
    await writeFile(join(folder, 'ballast'), Buffer.alloc(64 * 1024)).catch(() => 'it is full then')
    expect(await start(join(folder, 'market'))).toMatch(/no space left|full/)
    spawnSync('mount', ['-o', 'remount,ro', folder])
    expect(await start(join(folder, 'a', 'market'))).toMatch(/read-only \(EROFS\).*SOUK_DATA/)
    expect(await failure('demo', { environment: { SOUK_DATA: join(folder, 'demo') } })).toContain('EROFS')
  })
})

test('[start] an unforeseen error is one sentence too; its stack is printed with debug logs only', () => {
  expect(explain(new TypeError('x is not a function\n    at somewhere'))).toBe(
    'Souk stopped at an unexpected error: x is not a function. Set LOG_LEVEL=debug to see where.',
  )
})
