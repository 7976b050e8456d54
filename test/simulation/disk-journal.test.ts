import { expect, test } from 'vitest'
import { isOutOfSpace } from '../../server/disk/disk.ts'
import { entriesIn, JournalFailure, JournalNeedsSpace } from '../../server/journal/journal.ts'
import { type SeededRandom, seededRandom } from '../../shared/seeded-random.ts'
import { appendGroups, entriesOf } from '../support/builders/entries.ts'
import { openJournal } from '../support/builders/journal-files.ts'
import type { DiskCall } from '../support/doubles/faulty-disk.ts'
import { SimulatedDisk } from './disk.ts'
import { DiskOwner } from './disk-owner.ts'
import { crashesAt, randomFaults } from './random-faults.ts'

const bounds = { segmentBytesMax: 600 }

/** The entries that were shown or acknowledged, and the faults that happened. */
interface Story {
  known: number
  seen: Set<string>
  /** Every disk call, so that two stories can be compared. */
  calls: DiskCall[]
}

/** Processes with the journal, one after another on one disk: most are killed or lose power at a random call. */
async function tell(seed: number, lives: number): Promise<Story> {
  const random = seededRandom(seed)
  const disk = new SimulatedDisk({ random: seededRandom(seed + 1_000_000), overwrites: 'old-or-new' })
  const story: Story = { known: 0, seen: new Set(), calls: [] }
  for (let life = 1; life <= lives; life++) {
    disk.spaceBytesMax = Number.MAX_SAFE_INTEGER
    const owner = new DiskOwner(disk)
    const changesMax = { few: 8, many: 30 }
    owner.faultAt = randomFaults({ random, disk, changing, changesMax, seen: story.seen })
    await Promise.race([owner.end, live(owner, random, story)])
    owner.kill()
    story.calls.push(...owner.calls)
    const losesPower = random.chance(0.5)
    story.seen.add(losesPower ? 'power loss' : 'kill')
    if (losesPower) disk.losePower()
  }
  return story
}

/** A crash at any other call equals one after the previous call; at an open, one before the write that follows. */
const changing: ReadonlySet<DiskCall['operation']> = new Set([
  'write',
  'sync',
  'rename',
  'remove',
  'truncate',
  'syncFolder',
])

/** One process: it starts, checks what it finds, appends, and sometimes stops cleanly. */
async function live(owner: DiskOwner, random: SeededRandom, story: Story): Promise<void> {
  try {
    const journal = await openJournal(owner.disk, { bounds, report: () => story.seen.add('torn tail') })
    const found = await entriesIn(journal.read({ after: 0 }))
    expect(found.length).toBeGreaterThanOrEqual(story.known)
    expect(found).toEqual(entriesOf(1, found.length))
    story.known = found.length
    for (let group = 0; group < 8; group++) {
      const to = story.known + random.integer(1, 4)
      const { kind } = await journal.append(story.known, entriesOf(story.known + 1, to))
      story.seen.add(kind)
      if (kind === 'appended') story.known = to
    }
    if (random.chance(0.3)) await journal.close()
  } catch (error) {
    const isFault = error instanceof Error && 'code' in error && error.code === 'EIO'
    if (!isFault && !(error instanceof JournalFailure) && !isWantOfSpace(error)) throw error
    story.seen.add(error instanceof JournalFailure ? 'failed append' : 'failed start or stop')
  }
}

const isWantOfSpace = (error: unknown): boolean => isOutOfSpace(error) || error instanceof JournalNeedsSpace

test('[G1] after 400 stories of crashes the journal has everything that was acknowledged or shown', async () => {
  const seen = new Set<string>()
  for (let seed = 1; seed <= 400; seed++) {
    const story = await tell(seed, 12).catch((error) => {
      throw new Error(`seed ${seed}: ${error.message}`, { cause: error })
    })
    for (const each of story.seen) seen.add(each)
  }
  const rest = [
    'appended',
    'full',
    'torn tail',
    'failed append',
    'failed start or stop',
    'kill',
    'power loss',
  ]
  expect([...crashesAt(changing), ...rest].filter((each) => !seen.has(each))).toEqual([])
})

test('[simulation] the same seed tells the same story', async () => {
  for (const seed of [1, 2, 3]) expect(await tell(seed, 6)).toEqual(await tell(seed, 6))
  expect((await tell(1, 6)).calls).not.toEqual((await tell(2, 6)).calls)
})

/** A journal whose newest file has its header and no entry, because the process ended while it was written. */
async function diskWithHeaderAlone(sizes: readonly number[]): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk({ random: seededRandom(1) })
  const owner = new DiskOwner(disk)
  const journal = await openJournal(owner.disk, { bounds })
  const seq = await appendGroups(journal, 0, sizes)
  // The header alone has less than 100 bytes; with an entry the file has more than 200.
  owner.faultAt = ({ operation }) =>
    operation === 'write' ? { kind: 'crash', done: false, bytes: 100 } : null
  void journal.append(seq, entriesOf(seq + 1, seq + 1))
  await owner.end
  return disk
}

test('[G3] a start succeeds after a kill that left a new file with its header only', async () => {
  const disk = await diskWithHeaderAlone([3, 1])
  const journal = await openJournal(new DiskOwner(disk).disk, { bounds })
  expect(journal.seq).toBe(4)
})

test('[G14] a clean stop with no entry in the newest file is not taken for damage', async () => {
  const disk = await diskWithHeaderAlone([4])
  const { disk: view } = new DiskOwner(disk)
  await (await openJournal(view, { bounds })).close()
  expect((await openJournal(view, { bounds })).seq).toBe(4)
})
