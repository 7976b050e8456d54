import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeLargeFolder } from '../../support/builders/large-folder.ts'
import { makeInProcess } from '../../support/doubles/make-in-process.ts'

interface Size {
  products: number
  orders: number
}

/** What a product costs there. */
export const grownPrice = 100

/** A market with a past, its journal alone; a million orders take half a minute. */
export const grownJournal = (size: Size): Promise<string> =>
  madeOnce(`souk-bench-grown-${size.products}-${size.orders}`, async (folder) => {
    await writeLargeFolder({ folder, ...size, seed: 1 })
  })

/** The same with a snapshot of all of it. */
export const grownMarket = (size: Size): Promise<string> =>
  madeOnce(`souk-bench-snapshot-${size.products}-${size.orders}`, async (folder) => {
    cpSync(await grownJournal(size), folder, { recursive: true })
    await makeInProcess(folder, lastSeq(folder), new AbortController().signal)
  })

const known = new Map<string, Promise<string>>()

/** Makes a folder of this name in the machine's temporary one, if no earlier run did. */
function madeOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(tmpdir(), name)
  const making = known.get(folder) ?? makeIfAbsent(folder, make)
  known.set(folder, making)
  return making
}

async function makeIfAbsent(folder: string, make: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(folder)) return folder
  const making = `${folder}.${process.pid}`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  await make(making)
  renameSync(making, folder)
  return folder
}

/** The journal's files, oldest first. */
export const journalFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /^journal-\d{16}\.jsonl$/.test(name))
    .sort()
    .map((name) => join(folder, name))

function lastSeq(folder: string): number {
  const bytes = readFileSync(journalFiles(folder).at(-1)!)
  const line = bytes.toString('utf8', bytes.lastIndexOf('\n', bytes.length - 2) + 1)
  return JSON.parse(line).seq
}
