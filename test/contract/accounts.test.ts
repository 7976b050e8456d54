import { describe, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import type { Account, AccountRecord, Accounts } from '../../server/session/accounts.ts'
import { LowdbAccounts, MemoryAccounts } from '../../server/session/lowdb-accounts.ts'
import { makeTemporaryFolder } from '../support/temporary-folder.ts'
import { VolatileDisk } from '../support/volatile-disk.ts'

const account = (id: string, fields: Partial<Account> = {}): AccountRecord => ({
  kind: 'account',
  record: {
    id,
    email: `${id}@example.org`,
    passwordHash: 'hash',
    buyerId: `b-${id}`,
    shopId: null,
    opening: null,
    merging: [],
    sessions: [],
    generation: 1,
    invite: null,
    createdAt: 1,
    ...fields,
  },
})
const ended = (id: string): AccountRecord => ({ kind: 'ended', record: { id, expiresAt: 5 } })

/** Accounts, and how they are opened again after the process ended. */
interface Kept {
  accounts: Accounts
  again(): Promise<Accounts>
}

const adapters: Record<string, () => Promise<Kept>> = {
  memory: async () => {
    const accounts = new MemoryAccounts()
    return { accounts, again: async () => accounts }
  },
  'lowdb on files': async () => {
    const folder = await makeTemporaryFolder()
    const open = () => LowdbAccounts.open(nodeDisk, folder)
    return { accounts: await open(), again: open }
  },
  'lowdb after a power loss': async () => {
    const disk = new VolatileDisk()
    const open = () => LowdbAccounts.open(disk, '/data')
    return {
      accounts: await open(),
      again: () => {
        disk.losePower()
        return open()
      },
    }
  },
}

describe.for(Object.entries(adapters))('%s', ([, given]) => {
  test('[G1] what was kept is there again, as it was kept last', async () => {
    const { accounts, again } = await given()
    await Promise.all([
      accounts.keep(account('a-1')),
      accounts.keep(account('a-2')),
      accounts.keep(ended('s-1')),
    ])
    await accounts.keep(account('a-1', { shopId: 7 }))
    const kept = await (await again()).read()
    expect(kept).toHaveLength(3)
    expect(kept).toEqual(
      expect.arrayContaining([account('a-1', { shopId: 7 }), account('a-2'), ended('s-1')]),
    )
  })

  test('[G1] kinds do not get into each other’s way', async () => {
    const { accounts, again } = await given()
    await accounts.keep(account('same'))
    await accounts.keep(ended('same'))
    expect(await (await again()).read()).toHaveLength(2)
  })

  test('[limits] what is dropped is gone from memory, whatever comes back', async () => {
    const { accounts } = await given()
    await accounts.keep(ended('s-1'))
    accounts.drop(ended('s-1'))
    expect(await accounts.read()).toEqual([])
  })
})

test('[G2] an account that the disk did not take is not confirmed, and one after it is', async () => {
  const disk = new VolatileDisk()
  const accounts = await LowdbAccounts.open(disk, '/data')
  disk.failNextSync = true
  await expect(accounts.keep(account('a-1'))).rejects.toThrow()
  await accounts.keep(account('a-1', { shopId: 7 }))
  disk.losePower()
  expect(await (await LowdbAccounts.open(disk, '/data')).read()).toEqual([account('a-1', { shopId: 7 })])
})
