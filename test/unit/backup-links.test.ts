import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { finishRestore } from '../../server/backup/folders.ts'
import { lockFolder } from '../../server/disk/folder-lock.ts'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { Explained } from '../../server/errors/explained.ts'
import { verifyFolder } from '../../server/verify/verify.ts'
import { backUp, marketFolder, restore } from '../support/builders/backup-folders.ts'
import { removeTemporaryFolders } from '../support/builders/temporary-folder.ts'

afterEach(removeTemporaryFolders)

const link = 'a symbolic link, which is not followed'
const pipe = 'a pipe, a socket or a device'

/** A market, a complete backup of it, and another folder with a secret. */
async function given() {
  const folders = await marketFolder(20)
  const elsewhere = join(folders.root, 'elsewhere')
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, 'private'), 'nobody else’s')
  mkdirSync(join(folders.market, 'images'))
  writeFileSync(join(folders.market, 'images', 'picture'), 'picture')
  await backUp(folders.market, folders.copy)
  return { ...folders, elsewhere }
}

const journalOf = (folder: string) => readFileSync(join(folder, 'journal-0000000000000001.jsonl'), 'utf8')

/** Replaces a file or folder by something else. */
const replacements: Record<string, { what: string; put(path: string, elsewhere: string): void }> = {
  'a link to a file': { what: link, put: (path, elsewhere) => symlinkSync(join(elsewhere, 'private'), path) },
  'a link to a folder': { what: link, put: (path, elsewhere) => symlinkSync(elsewhere, path) },
  'a link to nothing': { what: link, put: (path) => symlinkSync('nowhere', path) },
  'a link to itself': { what: link, put: (path) => symlinkSync(path, path) },
  'a pipe': { what: pipe, put: (path) => void execFileSync('mkfifo', [path]) },
}

const names = [
  'secret',
  'names-00.json',
  'journal-0000000000000001.jsonl',
  'images',
  join('images', 'picture'),
]

describe.each(Object.entries(replacements))('%s', (_, { what, put }) => {
  test.each(names)('[G12] %s in a copy is not restored, and the audit names it', async (name) => {
    const { copy, market, elsewhere } = await given()
    const before = journalOf(market)
    rmSync(join(copy, name), { recursive: true, force: true })
    put(join(copy, name), elsewhere)
    expect((await verifyFolder(copy)).findings).toEqual([{ seq: 0, message: `${name} is ${what}` }])
    const refused = restore(copy, market)
    await expect(refused).rejects.toThrow(Explained)
    await expect(refused).rejects.toThrow(`${name} is ${what}`)
    expect(journalOf(market)).toEqual(before)
  })

  test.each(names)('[G12] %s in a market is not backed up', async (name) => {
    const { root, market, elsewhere } = await given()
    rmSync(join(market, name), { recursive: true, force: true })
    put(join(market, name), elsewhere)
    await expect(backUp(market, join(root, 'other'))).rejects.toThrow(name.startsWith('journal') ? /./ : what)
    expect(existsSync(join(root, 'other'))).toBe(false)
  })
})

test.each(['unfinished', 'restored'])(
  '[G12] a link with the name of a restore’s file (.%s) is left alone',
  async (suffix) => {
    const { copy, market, elsewhere } = await given()
    symlinkSync(elsewhere, `${market}.${suffix}`)
    await expect(restore(copy, market)).rejects.toThrow(`${market}.${suffix} is ${link}`)
    expect(readdirSync(elsewhere)).toEqual(['private'])
    await expect(backUp(copy, market)).rejects.toThrow()
  },
)

test('[G12] a start does not accept a link as a restored market', async () => {
  const { market, elsewhere } = await given()
  renameSync(market, `${market}-away`)
  symlinkSync(elsewhere, `${market}.restored`)
  await expect(finishRestore(nodeDisk, market)).rejects.toThrow(link)
  expect(existsSync(market)).toBe(false)
})

test('[G12] a lock file that is a link is refused', async () => {
  const { market, elsewhere } = await given()
  rmSync(join(market, 'lock.sqlite'), { force: true })
  symlinkSync(join(elsewhere, 'new-file'), join(market, 'lock.sqlite'))
  expect(() => lockFolder(market)).toThrow(link)
  expect(readdirSync(elsewhere)).toEqual(['private'])
})

test.each(['secret', 'journal-0000000000000001.jsonl', 'people.json'])(
  '[G12] a folder with the name of the file %s is not restored',
  async (name) => {
    const { copy, market } = await given()
    rmSync(join(copy, name), { force: true })
    mkdirSync(join(copy, name))
    await expect(restore(copy, market)).rejects.toThrow(`${name} is a folder where a file is needed`)
  },
)

test('[G12] a snapshot part outside the folder is not read', async () => {
  const { copy, root } = await given()
  writeFileSync(join(root, 'part.json'), '{}')
  const entries = (await verifyFolder(copy)).counts.entries
  const name = `snapshot-${String(entries).padStart(16, '0')}.json`
  const { crc32 } = await import('node:zlib')
  const text = `{"version":1,"shops":[],"movementParts":[],"counters":{"epoch":"e","seq":${entries}},"products":[],"orderParts":[{"name":"../part.json","rows":1,"sum":"00000000"}],"sum":"`
  writeFileSync(join(copy, name), `${text}${crc32(text).toString(16).padStart(8, '0')}"}\n`)
  const { findings } = await verifyFolder(copy)
  expect(findings.map(({ message }) => message)).toContain(
    '../part.json is not a part’s name'.replace('’', "'"),
  )
})

test('[G2] a huge file in a copy is copied or fills the disk, but is never read into memory', async () => {
  const { copy, market } = await given()
  writeFileSync(join(copy, 'images', 'huge'), '')
  truncateSync(join(copy, 'images', 'huge'), 200 * 1024 * 1024)
  const before = process.memoryUsage().rss
  await restore(copy, market)
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  expect(readFileSync(join(market, 'images', 'picture'), 'utf8')).toBe('picture')
})
