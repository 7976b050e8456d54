import type { Order } from '../../../shared/protocol/shapes.ts'
import type { Listener, Outcome } from '../../../web/socket/wire.ts'
import { createBuyerClient } from '../../../web/store/buyer-client.ts'
import { memoryStorage, type Storage } from '../../../web/store/storage.ts'
import { shownOrder } from '../builders/shown-things.ts'
import { VirtualClock } from '../doubles/virtual-clock.ts'

export const lines = [{ productId: 1, quantity: 2, unitPrice: 1200 }]

/** The order that a purchase with this id becomes. */
export const order = (id: string): Order =>
  shownOrder({
    id,
    lines: [{ productId: 1, name: 'Thing', quantity: 2, unitPrice: 1200 }],
    total: 2400,
  })

type Sent = { event: string; id: string | undefined; kept: boolean }

/** A browser tab: a client whose requests are answered by `answer`, in turn. */
export function tab(storage: Storage = memoryStorage(), time = new VirtualClock()) {
  const sent: Sent[] = []
  const played = {
    answer: (_event: string, _payload: { id?: string }): Outcome<unknown> | Promise<Outcome<unknown>> => ({
      kind: 'unknown',
    }),
  }
  let listener: Listener | null = null
  const client = createBuyerClient({
    clock: time,
    storage,
    random: () => 0.5,
    open: (options) => {
      listener = options.listener
      const request = async (event: string, payload: { id?: string }) => {
        sent.push({ event, id: payload.id, kept: storage.read(`souk:purchase:${payload.id}`) !== null })
        return played.answer(event, payload)
      }
      return { request: request as never, reconnect() {}, close() {} }
    },
  })
  client.start()
  const opened = () =>
    (listener as Listener | null)?.opened({
      session: { id: 's', name: '', role: 'guest' },
      protocol: 1,
      build: '',
      serverTime: 0,
    })
  /** What the client's socket reports to it. */
  const heard = (): Listener => {
    if (!listener) throw new Error('the client did not open a socket')
    return listener
  }
  const purchasesSent = () => sent.filter(({ event }) => event === 'purchase:create')
  return { client, played, sent, purchasesSent, storage, time, opened, heard }
}

/** The market's answer to a purchase: it was made. */
export const bought = (_event: string, payload: { id?: string }): Outcome<unknown> => ({
  kind: 'ok',
  reply: { ok: true, order: order(payload.id ?? ''), seq: 5 },
})
