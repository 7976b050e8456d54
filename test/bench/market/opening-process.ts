import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { crc32 } from 'node:zlib'
import { readConfig } from '../../../server/config.ts'
import { createCore } from '../../../server/core.ts'
import { realEnvironment } from '../../../server/serve.ts'
import { lastSnapshot } from '../servers/souk.ts'
import { journalFiles } from './grown-market.ts'

/**
 * Opens a market's folder, or reads, checksums and parses the bytes that this takes, in a process of its own. Prints
 * how long that took, in ms, and how many bytes this process read.
 */
const { values } = parseArgs({
  options: { folder: { type: 'string', default: '' }, what: { type: 'string', default: 'souk' } },
})

/** Of the journal before a snapshot as many entries are read as clients may be behind. */
const tailEntries = 10_000

const startedAt = performance.now()
if (values.what === 'souk') await open(values.folder)
else readAll(values.folder)
const ms = performance.now() - startedAt
const readBytes = Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
console.log(JSON.stringify({ ms, readBytes }))
process.exit(0)

async function open(folder: string): Promise<void> {
  const config = readConfig({ SOUK_DATA: folder, LOG_LEVEL: 'error' })
  await createCore(config, realEnvironment(config))
}

function readAll(folder: string): void {
  const seq = lastSnapshot(folder)
  const files = journalFiles(folder)
  if (seq === 0) {
    for (const file of files) readLines(readFileSync(file), 0)
    return
  }
  readSnapshot(folder, seq)
  const bytes = readFileSync(files.at(-1)!)
  readLines(bytes, tailStart(bytes))
}

function readSnapshot(folder: string, seq: number): void {
  const manifest = readSummed(join(folder, `snapshot-${String(seq).padStart(16, '0')}.json`)) as {
    orderParts: { name: string }[]
    movementParts: { name: string }[]
  }
  for (const { name } of [...manifest.orderParts, ...manifest.movementParts]) readSummed(join(folder, name))
}

function readSummed(path: string): unknown {
  const bytes = readFileSync(path)
  crc32(bytes)
  return JSON.parse(bytes.toString())
}

function readLines(bytes: Buffer, from: number): void {
  let sum = 0
  for (let start = from; start < bytes.length; ) {
    const end = bytes.indexOf('\n', start)
    sum = crc32(bytes.subarray(start, end), sum)
    JSON.parse(bytes.toString('utf8', start, end))
    start = end + 1
  }
}

function tailStart(bytes: Buffer): number {
  let start = bytes.length - 1
  for (let entries = 0; entries < tailEntries && start > 0; entries += 1)
    start = bytes.lastIndexOf('\n', start - 1)
  return Math.max(0, start + 1)
}
