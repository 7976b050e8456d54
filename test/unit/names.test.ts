import { expect, test } from 'vitest'
import { Names, type NamesFile } from '../../server/session/names.ts'

/** Files in memory that note what is written, and refuse while they are told to. */
function given() {
  const files = new Map<string, NamesFile>()
  const written: string[] = []
  const disk = { isFull: false }
  const adapterOf = (part: string) => ({
    read: async () => files.get(part) ?? null,
    write: async (data: NamesFile) => {
      if (disk.isFull) throw new Error('no space')
      files.set(part, structuredClone(data))
      written.push(part)
    },
  })
  const open = () => Names.open(adapterOf, { namesMax: 6_400 })
  return { open, written, disk }
}

test('[G9] a name that was confirmed is there after a restart', async () => {
  const { open } = given()
  const names = await open()
  await names.set('b-1', 'Amara')
  await names.set('b-2', '__proto__')
  const again = await open()
  expect([again.of('b-1'), again.of('b-2'), again.of('b-3af9')]).toEqual(['Amara', '__proto__', 'Guest 3AF9'])
})

test('[limits] a rename writes one part of the names, whatever others are called', async () => {
  const { open, written } = given()
  const names = await open()
  await Promise.all(Array.from({ length: 500 }, (_, index) => names.set(`b-${index}`, `Name ${index}`)))
  written.length = 0
  await names.set('b-7', 'Another')
  expect(written).toHaveLength(1)
})

test('[G13] more names than there is room for are refused, and known ones still change', async () => {
  const { open } = given()
  const names = await open()
  const added = await Promise.allSettled(
    Array.from({ length: 7_000 }, (_, index) => names.set(`b-${index}`, 'Amara')),
  )
  const refused = added.filter(({ status }) => status === 'rejected')
  expect(refused.length).toBeGreaterThanOrEqual(600)
  await names.set('b-0', 'Ben')
  expect(names.of('b-0')).toBe('Ben')
})

test('[G2] a name that the disk did not take is not confirmed, also when it is said again', async () => {
  const { open, disk } = given()
  const names = await open()
  disk.isFull = true
  await expect(names.set('b-1', 'Amara')).rejects.toThrow('no space')
  await expect(names.set('b-1', 'Amara')).rejects.toThrow('no space')
  disk.isFull = false
  await names.set('b-1', 'Amara')
  expect((await open()).of('b-1')).toBe('Amara')
})
