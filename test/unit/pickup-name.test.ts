import { expect, test } from 'vitest'
import type { Role } from '../../shared/protocol/shapes.ts'
import type { BuyerClient } from '../../web/store/client.ts'
import { memoryStorage } from '../../web/store/storage.ts'
import { PickupName } from '../../web/storefront/pickup-name.ts'

/** A browser that stores the name Al, and a session that opens in it. */
function opened(role: Role, name: string) {
  const storage = memoryStorage()
  storage.write('souk:name', 'Al')
  const renamed: string[] = []
  let tell = () => {}
  const client = {
    store: { opened: () => ({ session: { id: 's', name, role } }) },
    topics: { on: (_: string, listener: () => void) => (tell = listener) },
    rename: async (to: string) => {
      renamed.push(to)
      return { kind: 'ok', reply: { session: { id: 's', name: to, role } } }
    },
  }
  const pickupName = new PickupName(storage, client as unknown as BuyerClient)
  pickupName.follow()
  tell()
  return { pickupName, renamed, storage }
}

test('[accounts] the name stored in a browser is used for guests, and for accounts without one', () => {
  expect(opened('guest', 'Guest 49A0').renamed).toEqual(['Al'])
  expect(opened('buyer', 'Guest 49A0').renamed).toEqual(['Al'])
  expect(opened('guest', 'Al').renamed).toEqual([])
})

test('[accounts] an account keeps its name until another is typed, and leaves the browser’s unchanged', () => {
  const { pickupName, renamed, storage } = opened('buyer', 'Alice Smith')
  expect(renamed).toEqual([])
  expect(pickupName.kept()).toBe('Alice Smith')
  pickupName.keep('Alice Smith')
  expect(renamed).toEqual([])
  pickupName.keep('Alice')
  expect(renamed).toEqual(['Alice'])
  expect(storage.read('souk:name')).toBe('Al')
})
