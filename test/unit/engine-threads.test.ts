import fs from 'node:fs'
import os from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import { putEngineBelow } from '../../server/os/engine-threads.ts'

vi.mock('node:os', { spy: true })
vi.mock('node:fs', { spy: true })
afterEach(() => vi.restoreAllMocks())

const refused = (code: string) => Object.assign(new Error(code), { code, syscall: 'it' })

test.runIf(process.platform === 'linux').for(['ERR_SYSTEM_ERROR', 'ESRCH'])(
  '[work] where a priority may not be set (%s) the market goes on with the next, and no other error is passed over',
  (code) => {
    const set = vi.mocked(os.setPriority).mockImplementation(() => {
      throw refused(code)
    })
    expect(putEngineBelow).not.toThrow()
    expect(set.mock.calls.length).toBeGreaterThan(1)
    set.mockImplementation(() => {
      throw new Error('something else')
    })
    expect(putEngineBelow).toThrow('something else')
  },
)

test('[work] where threads may not be looked at, or end meanwhile, the market goes on', () => {
  const set = vi.mocked(os.setPriority).mockImplementation(() => undefined)
  for (const code of ['ENOENT', 'ESRCH', 'EACCES']) {
    vi.mocked(fs.readFileSync).mockImplementation(() => {
      throw refused(code)
    })
    expect(putEngineBelow).not.toThrow()
    vi.mocked(fs.readdirSync).mockImplementation(() => {
      throw refused(code)
    })
    expect(putEngineBelow).not.toThrow()
  }
  expect(set).not.toHaveBeenCalled()
})
