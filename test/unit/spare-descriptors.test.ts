import { closeSync, openSync, readdirSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { SpareDescriptors } from '../../server/disk/spare-descriptors.ts'
import { systemError } from '../support/doubles/memory-disk.ts'

const openNow = (): number => readdirSync('/proc/self/fd').length

const spare = new SpareDescriptors()
afterEach(() => spare.keep(0))

test.each(['EMFILE', 'ENFILE'])('[G2] a spare descriptor is used to open a file after %s', (code) => {
  const before = openNow()
  spare.keep(2)
  expect(openNow()).toBe(before + 2)
  const fd = spare.openInstead(systemError(code), () => openSync('/dev/null', 'r'))
  expect(openNow()).toBe(before + 2)
  closeSync(fd)
  spare.refill()
  expect(openNow()).toBe(before + 2)
  spare.keep(0)
  expect(openNow()).toBe(before)
})

test('[G2] other errors, and failures after the spare descriptors are used up, are passed on', () => {
  spare.keep(1)
  const open = (): number => openSync('/dev/null', 'r')
  expect(() => spare.openInstead(systemError('EACCES'), open)).toThrow('EACCES')
  const fd = spare.openInstead(systemError('EMFILE'), open)
  expect(() => spare.openInstead(systemError('EMFILE'), open)).toThrow('EMFILE')
  closeSync(fd)
})
