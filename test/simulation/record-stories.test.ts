import { expect, test } from 'vitest'
import { type SeededRandom, seededRandom } from '../../shared/seeded-random.ts'
import { named, namesOf, openRecords } from '../support/builders/record-files.ts'
import type { DiskCall } from '../support/doubles/faulty-disk.ts'
import { SimulatedDisk } from './disk.ts'
import { DiskOwner } from './disk-owner.ts'
import { crashesAt, randomFaults } from './random-faults.ts'

interface Story {
  /** What the next start may find: everything acknowledged, and perhaps one of the writes without a reply. */
  possible: Record<string, string>[]
  seen: Set<string>
}

const changing: ReadonlySet<DiskCall['operation']> = new Set([
  'write',
  'sync',
  'rename',
  'remove',
  'syncFolder',
])

/** Processes with the store, one after another on one disk: most are killed or lose power at a random call. */
async function tell(seed: number, lives: number): Promise<Story> {
  const random = seededRandom(seed)
  const disk = new SimulatedDisk({ random: seededRandom(seed + 1_000_000) })
  const story: Story = { possible: [{}], seen: new Set() }
  for (let life = 1; life <= lives; life += 1) {
    disk.spaceBytesMax = Number.MAX_SAFE_INTEGER
    const owner = new DiskOwner(disk)
    const changesMax = { few: 12, many: 60 }
    owner.faultAt = randomFaults({ random, disk, changing, changesMax, seen: story.seen })
    await Promise.race([owner.end, live(owner, disk, random, story)])
    owner.kill()
    if (random.chance(0.5)) disk.losePower()
  }
  return story
}

/** One process: it starts, checks what it finds, writes, and sometimes stops cleanly. */
async function live(
  owner: DiskOwner,
  disk: SimulatedDisk,
  random: SeededRandom,
  story: Story,
): Promise<void> {
  const records = await openRecords(owner.disk, {
    onTornTail: () => story.seen.add('torn tail'),
    onCompactionFailed: () => story.seen.add('failed compaction'),
  }).catch((error) => {
    if (!('code' in error)) throw error
    story.seen.add('failed start')
  })
  if (!records) return
  let shown = namesOf(records)
  expect(story.possible).toContainEqual(shown)
  if (story.possible.length > 1) story.seen.add('unknown resolved')
  // On a full disk, what a start reads becomes durable with the first write that succeeds.
  if (disk.spaceBytesMax === Number.MAX_SAFE_INTEGER) story.possible = [shown]
  for (let write = 0; write < 16; write += 1) {
    const value = String(random.integer(0, 1_000_000))
    const after = { ...shown, [`left-${write % 4}`]: value, [`right-${write % 4}`]: value }
    story.possible.push(after)
    try {
      await records.write([named(`left-${write % 4}`, value), named(`right-${write % 4}`, value)])
      shown = after
      story.possible = [shown]
    } catch {
      story.seen.add('failed write')
    }
    expect(namesOf(records)).toEqual(shown)
  }
  if (random.chance(0.3)) await records.close().catch(() => story.seen.add('failed stop'))
}

test('[G1] after 300 stories of crashes records have everything that was acknowledged, each change as a whole', async () => {
  const seen = new Set<string>()
  for (let seed = 1; seed <= 300; seed += 1) {
    const story = await tell(seed, 12).catch((error) => {
      throw new Error(`seed ${seed}: ${error.message}`, { cause: error })
    })
    for (const each of story.seen) seen.add(each)
  }
  const rest = ['torn tail', 'failed compaction', 'failed start', 'failed write', 'unknown resolved']
  expect([...crashesAt(changing), ...rest].filter((each) => !seen.has(each))).toEqual([])
})
