import { describe, expect, test } from 'vitest'
import { refuse } from '../../shared/refusals.ts'
import { Belongings } from '../../web/store/belongings.ts'
import { newId } from '../../web/store/new-id.ts'
import { memoryStorage, type Storage } from '../../web/store/storage.ts'
import { bought, lines, order, tab } from '../support/drivers/buyer-tab.ts'

describe('a purchase', () => {
  test('[G9] is stored before it is sent, until its outcome is known', async () => {
    const { client, played, sent, storage, time } = tab()
    played.answer = bought
    const { id } = client.purchases.buy(lines)
    expect(client.purchases.get(id)?.state).toEqual({ kind: 'sending' })
    await time.settle()
    expect(sent).toEqual([{ event: 'purchase:create', id, kept: true }])
    expect(client.purchases.get(id)?.state).toEqual({ kind: 'bought', order: order(id) })
    expect(client.orders.get(id)).toEqual(order(id))
    expect(storage.keys('souk:purchase:')).toEqual([])
  })

  test('[G9] is sent again with the same id after silence, until the outcome is known', async () => {
    const { client, played, purchasesSent, time } = tab()
    const { id } = client.purchases.buy(lines)
    await time.pass(4_000)
    expect(client.purchases.get(id)?.state).toEqual({ kind: 'unknown', why: 'silence' })
    played.answer = bought
    await time.pass(5_000)
    expect(client.purchases.get(id)?.state.kind).toBe('bought')
    expect(purchasesSent().length).toBeGreaterThan(2)
    expect(new Set(purchasesSent().map((one) => one.id))).toEqual(new Set([id]))
    expect(time.waiting).toBe(0)
  })

  test('[G9] is sent again at once after a reconnect', async () => {
    const { client, played, time, opened } = tab()
    const { id } = client.purchases.buy(lines)
    await time.pass(30_000)
    played.answer = bought
    opened()
    await time.settle()
    expect(client.purchases.get(id)?.state.kind).toBe('bought')
  })

  test('[G9] fails at once if it would have to wait for minutes, since it was not ordered', async () => {
    const { client, played, purchasesSent, time } = tab()
    const refusal = refuse('too_many_requests', { retryAfterMs: 180_000 })
    played.answer = () => ({ kind: 'refused', refusal })
    const { id } = client.purchases.buy(lines)
    await time.settle()
    expect(client.purchases.get(id)?.state).toEqual({ kind: 'refused', refusal })
    await time.pass(300_000)
    expect(purchasesSent()).toHaveLength(1)
  })

  test('[G9] is retried for minutes if an earlier copy may have been accepted', async () => {
    const { client, played, purchasesSent, time } = tab()
    const { id } = client.purchases.buy(lines)
    await time.pass(400)
    const refusal = refuse('too_many_requests', { retryAfterMs: 180_000 })
    played.answer = () => ({ kind: 'refused', refusal })
    await time.pass(10_000)
    expect(client.purchases.get(id)?.state).toEqual({ kind: 'unknown', why: 'too_many_requests' })
    played.answer = bought
    await time.pass(40_000)
    expect(client.purchases.get(id)?.state.kind).toBe('bought')
    expect(new Set(purchasesSent().map((one) => one.id))).toEqual(new Set([id]))
  })

  test.each(['busy', 'unavailable', 'too_many_requests'] as const)(
    '[G9] waits as long as required after %s, and is then sent with the same id',
    async (code) => {
      const { client, played, purchasesSent, time, opened } = tab()
      played.answer = () => ({ kind: 'refused', refusal: refuse(code, { retryAfterMs: 2_000 }) })
      const { id } = client.purchases.buy(lines)
      await time.pass(1_999)
      opened()
      await time.settle()
      expect(client.purchases.get(id)?.state).toEqual({ kind: 'unknown', why: code })
      expect(purchasesSent()).toHaveLength(1)
      played.answer = bought
      await time.pass(1_000)
      expect(purchasesSent().map((one) => one.id)).toEqual([id, id])
      expect(client.purchases.get(id)?.state.kind).toBe('bought')
    },
  )

  test('[G9] is final after any other refusal, and not sent again', async () => {
    const { client, played, purchasesSent, storage, time } = tab()
    const refusal = refuse('out_of_stock', { productId: 1, available: 1 })
    played.answer = () => ({ kind: 'refused', refusal })
    const { id } = client.purchases.buy(lines)
    await time.pass(60_000)
    expect(client.purchases.get(id)?.state).toEqual({ kind: 'refused', refusal })
    expect(purchasesSent()).toHaveLength(1)
    expect(storage.keys('souk:purchase:')).toEqual([])
  })

  test('[G9] is not reported as refused when the session ended, since an earlier copy may have been accepted', async () => {
    const { client, played, time } = tab()
    played.answer = () => ({ kind: 'refused', refusal: refuse('unauthenticated') })
    const { id } = client.purchases.buy(lines)
    await time.pass(1_000)
    expect(client.purchases.get(id)?.state.kind).toBe('unknown')
    client.stop()
  })

  test('[G9] continues with the same id after a reload', async () => {
    const before = tab()
    const { id } = before.client.purchases.buy(lines)
    await before.time.settle()
    before.client.stop()
    const after = tab(before.storage)
    after.played.answer = bought
    await after.time.pass(1_000)
    expect(after.purchasesSent().map((one) => one.id)).toContain(id)
    expect(after.client.purchases.get(id)).toMatchObject({ recovered: true, state: { kind: 'bought' } })
    expect(after.storage.keys('souk:purchase:')).toEqual([])
  })

  test('[G5] [G9] in two tabs is the same purchase, however often it is sent', async () => {
    const one = tab()
    const { id } = one.client.purchases.buy(lines)
    await one.time.settle()
    const two = tab(one.storage)
    one.played.answer = bought
    two.played.answer = bought
    await one.time.pass(5_000)
    await two.time.pass(5_000)
    const ids = [...one.purchasesSent(), ...two.purchasesSent()].map((sent) => sent.id)
    expect(new Set(ids)).toEqual(new Set([id]))
    expect(one.client.purchases.get(id)?.state).toEqual(two.client.purchases.get(id)?.state)
  })

  test('[G9] of long ago is looked up and not sent, so that nobody buys by coming back', async () => {
    const before = tab()
    const made = before.client.purchases.buy(lines).id
    const lost = before.client.purchases.buy(lines).id
    await before.time.settle()
    before.client.stop()
    await before.time.settle()
    before.time.jump(15 * 60_000 + 1)
    const after = tab(before.storage, before.time)
    after.played.answer = () => ({ kind: 'ok', reply: { ok: true, orders: [order(made)], next: null } })
    await after.time.pass(10_000)
    expect(after.purchasesSent()).toEqual([])
    expect(after.client.purchases.get(made)?.state).toEqual({ kind: 'bought', order: order(made) })
    expect(after.client.purchases.get(lost)?.state).toEqual({ kind: 'lapsed' })
    expect(after.storage.keys('souk:purchase:')).toEqual([])
  })

  test.each([true, false])(
    '[G9] whose id was used for something else is looked up, and never reported as refused (made: %s)',
    async (made) => {
      const { client, played, time } = tab()
      const { id } = client.purchases.buy(lines)
      played.answer = (event) =>
        event === 'purchase:create'
          ? { kind: 'refused', refusal: refuse('id_mismatch') }
          : { kind: 'ok', reply: { ok: true, orders: made ? [order(id)] : [], next: null } }
      await time.pass(5_000)
      const expected = made ? { kind: 'bought', order: order(id) } : { kind: 'taken' }
      expect(client.purchases.get(id)?.state).toEqual(expected)
      client.stop()
    },
  )

  test('[G9] with a time in the future is looked up and not sent, since its age is unknown', async () => {
    const before = tab()
    before.time.jump(24 * 3_600_000)
    const { id } = before.client.purchases.buy(lines)
    await before.time.settle()
    before.client.stop()
    await before.time.settle()
    const after = tab(before.storage)
    after.played.answer = () => ({ kind: 'ok', reply: { ok: true, orders: [], next: null } })
    await after.time.pass(10_000)
    expect(after.purchasesSent()).toEqual([])
    expect(after.client.purchases.get(id)?.state).toEqual({ kind: 'lapsed' })
  })

  test('[G12] is not sent for the next person after its buyer signed out', async () => {
    const before = tab()
    before.client.purchases.buy(lines)
    await before.time.settle()
    before.client.stop()
    new Belongings(before.storage).forget()
    const after = tab(before.storage, before.time)
    await after.time.pass(10_000)
    expect(after.purchasesSent()).toEqual([])
    expect(after.client.purchases.list()).toEqual([])
    after.client.stop()
  })

  test('[G9] is stored even if the storage is full: the stored market makes room', async () => {
    const texts = memoryStorage()
    texts.write('souk:market:1', 'a large market')
    const full: Storage = {
      ...texts,
      write: (key, text) => texts.keys('souk:market').length === 0 && texts.write(key, text),
    }
    const { client, sent, time } = tab(full)
    client.purchases.buy(lines)
    await time.settle()
    expect(sent[0]?.kept).toBe(true)
    client.stop()
  })

  test('[G9] can be dismissed after its outcome was seen, not before', async () => {
    const { client, played, time } = tab()
    const { id } = client.purchases.buy(lines)
    client.purchases.dismiss(id)
    expect(client.purchases.list()).toHaveLength(1)
    played.answer = bought
    await time.pass(1_000)
    client.purchases.dismiss(id)
    expect(client.purchases.list()).toEqual([])
  })

  test('[G9] leaves no timer behind when the client stops', async () => {
    const { client, played, time } = tab()
    played.answer = () => ({ kind: 'refused', refusal: refuse('busy', { retryAfterMs: 30_000 }) })
    client.purchases.buy(lines)
    await time.settle()
    client.stop()
    await time.settle()
    expect(time.waiting).toBe(0)
  })
})

describe('another command', () => {
  test('[G9] is sent with the same id until its outcome is known, and its order is stored', async () => {
    const { client, played, sent, time } = tab()
    const why: string[] = []
    const ended = client.commands.send(
      'order:cancel',
      { orderId: newId() },
      { onUnknown: (reason) => why.push(reason) },
    )
    await time.settle()
    played.answer = bought
    await time.pass(1_000)
    expect(await ended).toMatchObject({ kind: 'ok' })
    expect(why).toEqual(['silence'])
    expect(sent[0]?.id).toBe(sent[1]?.id)
    expect(client.orders.list()).toHaveLength(1)
  })

  test('[G9] fails with a message when the client stops', async () => {
    const { client, time } = tab()
    const ended = client.commands.send('order:cancel', { orderId: newId() })
    await time.settle()
    client.stop()
    expect(await ended).toEqual({ kind: 'given-up' })
  })

  test('[G5] gets a new UUID as its id', () => {
    const ids = Array.from({ length: 100 }, newId)
    expect(new Set(ids).size).toBe(100)
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
