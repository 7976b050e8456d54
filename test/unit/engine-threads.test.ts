import os from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import { putEngineBelow } from '../../server/engine-threads.ts'

vi.mock('node:os', { spy: true })
afterEach(() => vi.restoreAllMocks())

test.runIf(process.platform === 'linux')(
  '[work] where priorities may not be set the market goes on, and no other error is passed over',
  () => {
    const forbidden = Object.assign(new Error('operation not permitted'), { code: 'ERR_SYSTEM_ERROR' })
    const set = vi.mocked(os.setPriority).mockImplementation(() => {
      throw forbidden
    })
    expect(putEngineBelow).not.toThrow()
    expect(set).toHaveBeenCalledOnce()
    set.mockImplementation(() => {
      throw new Error('something else')
    })
    expect(putEngineBelow).toThrow('something else')
  },
)
