import { afterEach, expect, test, vi } from 'vitest'
import { steppingAside } from '../../server/snapshot/step-aside.ts'

afterEach(() => vi.restoreAllMocks())

test('[work] who steps aside gives up the core after every few hundred orders, and not between', () => {
  const aside = vi.spyOn(Atomics, 'wait').mockReturnValue('timed-out')
  const stepAside = steppingAside()
  for (let order = 1; order < 256; order += 1) stepAside(1)
  expect(aside).not.toHaveBeenCalled()
  stepAside(1)
  expect(aside).toHaveBeenCalledOnce()
  stepAside(1_000)
  expect(aside).toHaveBeenCalledTimes(2)
  stepAside(255)
  expect(aside).toHaveBeenCalledTimes(2)
})
