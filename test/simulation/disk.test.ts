import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFileIfThere, withFile, writeAll, writeFileDurably } from '../../server/disk/disk.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { SimulatedDisk } from './disk.ts'
import type { OverwriteRule } from './disk-image.ts'
import { DiskOwner } from './disk-owner.ts'

const folder = '/souk'
const path = join(folder, 'a')
const old = Buffer.alloc(1_300, 'o')
const text = Buffer.alloc(1_700, 'n')
const seeds = Array.from({ length: 120 }, (_, index) => index + 1)

function diskOf(seed: number, overwrites: OverwriteRule = 'spoil'): SimulatedDisk {
  return new SimulatedDisk({ random: seededRandom(seed), overwrites })
}

/** A disk on which the file `path` contains `old`, durably. */
async function diskWithOld(seed: number, overwrites: OverwriteRule = 'spoil'): Promise<SimulatedDisk> {
  const disk = diskOf(seed, overwrites)
  await writeFileDurably(new DiskOwner(disk).disk, path, old)
  return disk
}

/** Writes without a sync, from the owner's process. */
async function write(owner: DiskOwner, name: string, bytes: Buffer, position = 0): Promise<void> {
  await withFile(owner.disk, name, 'edit', (file) => writeAll(file, bytes, position))
}

function contentOf(disk: SimulatedDisk, name = path): Buffer | null {
  return disk.paths().includes(name) ? Buffer.from(disk.currentContent(name)) : null
}

/** What is left of text that was appended to `old` and not synced. */
function fateOf(content: Buffer): string {
  const tail = content.subarray(old.length)
  const count = (byte: number): number => tail.filter((other) => other === byte).length
  const isWhole = tail.length === text.length
  if (tail.length === 0) return 'dropped'
  if (tail.equals(text)) return 'kept'
  if (tail.equals(text.subarray(0, tail.length))) return 'cut'
  if (isWhole && count(0) === tail.length) return 'grown'
  return count(0) + count(text[0]!) === tail.length ? 'zeros' : 'noise'
}

describe('a power loss', () => {
  test('[simulation] keeps, drops, cuts or garbles what was not synced, and nothing else', async () => {
    const fates = new Set<string>()
    for (const seed of seeds) {
      const disk = await diskWithOld(seed)
      await write(new DiskOwner(disk), path, text, old.length)
      disk.losePower()
      const content = contentOf(disk)!
      expect(content.subarray(0, old.length).equals(old), `seed ${seed}`).toBe(true)
      fates.add(fateOf(content))
    }
    expect([...fates].sort()).toEqual(['cut', 'dropped', 'grown', 'kept', 'noise', 'zeros'])
  })

  test('[simulation] keeps what was synced, of that file only', async () => {
    const others = new Set<boolean>()
    for (const seed of seeds) {
      const disk = diskOf(seed)
      const { disk: view } = new DiskOwner(disk)
      const [file, other] = [await view.open(path, 'create'), await view.open(`${path}2`, 'create')]
      await view.syncFolder(folder)
      await file.write(text, 0)
      await other.write(text, 0)
      await file.sync()
      expect(disk.durableContent(path)).toEqual(text)
      expect(disk.durableContent(`${path}2`)).toEqual(Buffer.alloc(0))
      disk.losePower()
      expect(contentOf(disk), `seed ${seed}`).toEqual(text)
      others.add(text.equals(contentOf(disk, `${path}2`)!))
    }
    expect(others).toEqual(new Set([true, false]))
  })

  test.each([
    ['spoil', true],
    ['old-or-new', false],
  ] as const)('[simulation] garbles what is written over, or not: %s', async (overwrites, expected) => {
    let isSpoilt = false
    for (const seed of seeds) {
      const disk = await diskWithOld(seed, overwrites)
      await write(new DiskOwner(disk), path, text)
      disk.losePower()
      isSpoilt ||= contentOf(disk)!
        .subarray(0, old.length)
        .some((byte) => byte !== old[0] && byte !== text[0])
    }
    expect(isSpoilt).toBe(expected)
  })

  test('[simulation] may undo a truncation that was not synced', async () => {
    const sizes = new Set<number>()
    for (const seed of seeds.slice(0, 20)) {
      const disk = await diskWithOld(seed)
      await withFile(new DiskOwner(disk).disk, path, 'edit', (file) => file.truncate(7))
      expect(contentOf(disk)?.length).toBe(7)
      disk.losePower()
      sizes.add(contentOf(disk)!.length)
    }
    expect(sizes).toEqual(new Set([7, old.length]))
  })

  test('[simulation] may undo names that were not synced, and none that were', async () => {
    const found = new Set<string>()
    for (const seed of seeds) {
      const disk = await diskWithOld(seed)
      const { disk: view } = new DiskOwner(disk)
      await withFile(view, `${path}.tmp`, 'create', (file) => writeAll(file, text, 0).then(() => file.sync()))
      await view.rename(`${path}.tmp`, path)
      await withFile(view, `${folder}/b`, 'create', (file) => file.sync())
      expect(disk.durableContent(path)).toBe(null)
      disk.losePower()
      const names = disk.paths().map((each) => each.slice(folder.length + 1))
      const content = contentOf(disk)!
      expect(content.equals(old) || content.equals(text), `seed ${seed}`).toBe(true)
      found.add(`${names} ${content.equals(text) ? 'new' : 'old'}`)
    }
    // In order, or as unrelated names; but never a rename without its source.
    expect([...found].sort()).toEqual([
      'a new',
      'a old',
      'a,a.tmp old',
      'a,a.tmp,b old',
      'a,b new',
      'a,b old',
    ])
  })

  test('[simulation] keeps the changes of one name in order, even if it keeps others out of order', async () => {
    const found = new Set<string>()
    for (const seed of seeds) {
      const disk = await diskWithOld(seed)
      const { disk: view } = new DiskOwner(disk)
      for (const size of [1, 2]) {
        const file = await view.open(`${path}.tmp`, 'create')
        await writeAll(file, text.subarray(0, size), 0)
        await file.sync()
        if (size === 1) await view.rename(`${path}.tmp`, path)
      }
      disk.losePower()
      found.add(`a ${contentOf(disk)!.length}, a.tmp ${contentOf(disk, `${path}.tmp`)?.length ?? 'none'}`)
    }
    const before = ['a 1300, a.tmp 1', 'a 1300, a.tmp none']
    expect([...found].sort()).toEqual(['a 1, a.tmp 2', 'a 1, a.tmp none', ...before])
  })

  test('[simulation] keeps every name of the folder that was synced, and of that folder only', async () => {
    const found = new Set<string>()
    for (const seed of seeds.slice(0, 20)) {
      const disk = await diskWithOld(seed)
      const { disk: view } = new DiskOwner(disk)
      await view.remove(path)
      await view.open(join(folder, 'b'), 'create')
      await view.open('/else/c', 'create')
      await view.syncFolder(folder)
      disk.losePower()
      found.add(disk.paths().join(' '))
    }
    expect([...found].sort()).toEqual(['/else/c /souk/b', '/souk/b'])
  })

  test('[simulation] does the same for the same seed', async () => {
    const outcomeOf = async (seed: number): Promise<string> => {
      const disk = await diskWithOld(seed)
      const owner = new DiskOwner(disk)
      for (const position of [0, 900, 2_000]) await write(owner, path, text, position)
      disk.losePower()
      return contentOf(disk)!.toString('hex')
    }
    const outcomes = await Promise.all(seeds.map(outcomeOf))
    expect(await Promise.all(seeds.map(outcomeOf))).toEqual(outcomes)
    expect(new Set(outcomes).size).toBeGreaterThan(seeds.length / 3)
  })

  test('[simulation] must not happen while a process is alive', async () => {
    const disk = diskOf(1)
    const due: (() => void)[] = []
    const view = disk.attach({ later: (_call, run) => void due.push(run), faultAt: () => null })
    void view.list(folder)
    disk.losePower()
    expect(() => due[0]!()).toThrow('after the power was lost')
  })
})

describe('a failed sync', () => {
  test('[G2] loses bytes at a power loss that could be read until then, even if the next sync succeeds', async () => {
    const fates = new Set<string>()
    for (const seed of seeds) {
      const disk = await diskWithOld(seed)
      const owner = new DiskOwner(disk)
      const file = await owner.disk.open(path, 'edit')
      await file.write(text, old.length)
      owner.faultAt = () => ({ kind: 'error', code: 'EIO' })
      await expect(file.sync()).rejects.toMatchObject({ code: 'EIO' })
      owner.faultAt = () => null
      await file.sync()
      expect(contentOf(disk)).toEqual(Buffer.concat([old, text]))
      disk.losePower()
      fates.add(fateOf(contentOf(disk)!))
    }
    expect([...fates].sort()).toEqual(['dropped', 'grown'])
  })

  test('[G2] loses nothing that is written again before the next sync', async () => {
    for (const seed of seeds) {
      const disk = await diskWithOld(seed)
      const owner = new DiskOwner(disk)
      const file = await owner.disk.open(path, 'edit')
      await file.write(text, old.length)
      owner.faultAt = () => ({ kind: 'error', code: 'EIO' })
      await expect(file.sync()).rejects.toMatchObject({ code: 'EIO' })
      owner.faultAt = () => null
      await file.write(text, old.length)
      await file.sync()
      disk.losePower()
      expect(contentOf(disk), `seed ${seed}`).toEqual(Buffer.concat([old, text]))
    }
  })
})

describe('a process that is killed', () => {
  test('[simulation] leaves what it wrote, synced or not', async () => {
    const disk = diskOf(1)
    const killed = new DiskOwner(disk)
    await withFile(killed.disk, path, 'create', (file) => writeAll(file, text, 0))
    killed.kill()
    expect(await readFileIfThere(new DiskOwner(disk).disk, path)).toEqual(text)
  })

  test.each([
    { done: false, left: 0 },
    { done: true, left: text.length },
    { done: false, bytes: 5, left: 5 },
  ])('[simulation] gets no more results, and no later call happens: %j', async ({ left, ...crash }) => {
    const disk = diskOf(1)
    const owner = new DiskOwner(disk)
    const file = await owner.disk.open(path, 'create')
    owner.faultAt = ({ operation }) => (operation === 'write' ? { kind: 'crash', ...crash } : null)
    let settled = 0
    const count = (): number => settled++
    for (const call of [file.write(text, 0), file.truncate(1), owner.disk.remove(path), file.sync()]) {
      call.then(count, count)
    }
    await owner.end
    for (let turn = 0; turn < 100; turn++) await null
    expect(settled).toBe(0)
    expect(contentOf(disk)?.length).toBe(left)
    expect(owner.calls.at(-1)).toEqual({
      number: 2,
      operation: 'write',
      path,
      position: 0,
      bytes: text.length,
    })
  })
})

describe('a full disk', () => {
  test('[G2] accepts a part of a write, or nothing, until there is space again', async () => {
    const taken = new Set<string>()
    for (const seed of seeds) {
      const disk = await diskWithOld(seed)
      disk.spaceBytesMax = disk.usedBytes + 100
      const file = await new DiskOwner(disk).disk.open(path, 'edit')
      const before = disk.usedBytes
      const first = await file.write(text, old.length).catch((error) => error.code as string)
      taken.add(typeof first === 'number' ? 'part' : first)
      expect(disk.usedBytes - before).toBe(typeof first === 'number' ? first : 0)
      expect(disk.usedBytes).toBeLessThanOrEqual(disk.spaceBytesMax)
      expect(await file.write(text.subarray(0, 50), 0)).toBe(50)
      disk.spaceBytesMax = Number.MAX_SAFE_INTEGER
      expect(await file.write(text, old.length)).toBe(text.length)
    }
    expect(taken).toEqual(new Set(['part', 'ENOSPC']))
  })

  test('[G2] creates no file, and has space again after files are removed, truncated or replaced', async () => {
    const disk = await diskWithOld(1)
    const { disk: view } = new DiskOwner(disk)
    disk.spaceBytesMax = disk.usedBytes
    await expect(view.open(`${path}2`, 'create')).rejects.toMatchObject({ code: 'ENOSPC' })
    await withFile(view, path, 'edit', (file) => file.truncate(1_000))
    await withFile(view, `${path}2`, 'create', (file) => writeAll(file, text.subarray(0, 300), 0))
    expect(disk.usedBytes).toBe(1_300)
    await view.rename(`${path}2`, path)
    expect(disk.usedBytes).toBe(300)
    await view.remove(path)
    expect(disk.usedBytes).toBe(0)
  })
})
