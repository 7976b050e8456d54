import { describe, expect, test } from 'vitest'
import { newId } from '../../web/store/new-id.ts'
import { memoryStorage, type Storage } from '../../web/store/storage.ts'
import { lines, order, tab } from '../support/drivers/buyer-tab.ts'

describe('a market that was restored', () => {
  const place = (epoch: string, seq = 1) => ({
    epoch,
    seq,
    name: 'Souk',
    currency: 'EUR',
    currencyDigits: 2,
    shops: [],
    products: [],
  })

  test('[G7] is not sent commands for the former market, in which ids mean other things', async () => {
    const { client, played, purchasesSent, time, heard } = tab()
    heard().reset(place('before'))
    const { id } = client.purchases.buy(lines)
    await time.pass(1_000)
    const sentBefore = purchasesSent().length
    played.answer = (event) =>
      event === 'order:list'
        ? { kind: 'ok', reply: { ok: true, orders: [], next: null } }
        : { kind: 'unknown' }
    heard().reset(place('after'))
    await time.pass(60_000)
    expect(purchasesSent()).toHaveLength(sentBefore)
    expect(client.purchases.get(id)?.state).toEqual({ kind: 'restored' })
    client.stop()
  })

  test('[G7] is not sent purchases that an earlier visit left open, but asked whether they were made', async () => {
    const before = tab()
    before.heard().reset(place('before'))
    const { id } = before.client.purchases.buy(lines)
    await before.time.settle()
    before.client.stop()
    const after = tab(before.storage, before.time)
    after.played.answer = () => ({ kind: 'ok', reply: { ok: true, orders: [order(id)], next: null } })
    // The order was made before the backup.
    after.heard().reset(place('after'))
    await after.time.pass(60_000)
    expect(after.purchasesSent().length).toBeLessThanOrEqual(1)
    expect(after.client.purchases.get(id)?.state.kind).toBe('bought')
    after.client.stop()
  })

  test('[G7] gets no command that was meant for the former market', async () => {
    const { client, sent, time, heard } = tab()
    heard().reset(place('before'))
    const cancelled = client.commands.send('order:cancel', { orderId: newId() })
    await time.pass(1_000)
    heard().reset(place('after'))
    await time.pass(30_000)
    const { length } = sent.filter(({ event }) => event === 'order:cancel')
    expect(await cancelled).toEqual({ kind: 'given-up' })
    await time.pass(30_000)
    expect(sent.filter(({ event }) => event === 'order:cancel')).toHaveLength(length)
  })
})

describe('what a browser stores', () => {
  const open = (storage: Storage, session: { id: string; role: 'guest' | 'buyer'; buyerId: string }) => {
    const one = tab(storage)
    one.heard().opened({ session: { name: '', ...session }, protocol: 1, build: '', serverTime: 0 })
    return one
  }

  test('[G12] is kept when a guest signs in, and belongs to nobody else', async () => {
    const storage = memoryStorage()
    const guest = open(storage, { id: 's-1', role: 'guest', buyerId: 'b-1' })
    const { id } = guest.client.purchases.buy(lines)
    guest.client.stop()
    const signedIn = open(storage, { id: 's-2', role: 'buyer', buyerId: 'b-2' })
    expect(signedIn.client.purchases.get(id)).toBeDefined()
    signedIn.client.stop()
    // Another session of the same account.
    const again = open(storage, { id: 's-3', role: 'buyer', buyerId: 'b-2' })
    expect(again.client.purchases.get(id)).toBeDefined()
    again.client.stop()
    const other = open(storage, { id: 's-4', role: 'buyer', buyerId: 'b-3' })
    expect(other.client.purchases.get(id)).toBeUndefined()
    expect(storage.keys('souk:purchase:')).toEqual([])
    const sentBefore = other.purchasesSent().length
    await other.time.pass(60_000)
    expect(other.purchasesSent()).toHaveLength(sentBefore)
    other.client.stop()
  })
})
