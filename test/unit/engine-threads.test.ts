import fs from 'node:fs'
import os from 'node:os'
import { expect, test } from 'vitest'
import { putEngineBelow } from '../../server/os/engine-threads.ts'
import { spiedBuiltin } from '../support/doubles/spied-builtin.ts'

const refused = (code: string) => Object.assign(new Error(code), { code, syscall: 'it' })

test.runIf(process.platform === 'linux').for(['ERR_SYSTEM_ERROR', 'ESRCH'])(
  '[work] if a priority may not be set (%s) the market continues with the next, and no other error is ignored',
  (code) => {
    const set = spiedBuiltin(os, 'setPriority').mockImplementation(() => {
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

test('[work] if threads cannot be listed, or end meanwhile, the market continues', () => {
  const set = spiedBuiltin(os, 'setPriority').mockImplementation(() => undefined)
  const readFile = spiedBuiltin(fs, 'readFileSync')
  const readFolder = spiedBuiltin(fs, 'readdirSync')
  for (const code of ['ENOENT', 'ESRCH', 'EACCES']) {
    readFile.mockImplementation(() => {
      throw refused(code)
    })
    expect(putEngineBelow).not.toThrow()
    readFolder.mockImplementation(() => {
      throw refused(code)
    })
    expect(putEngineBelow).not.toThrow()
  }
  expect(set).not.toHaveBeenCalled()
})
