import type { Listener } from '../socket/wire.ts'
import type { MarketStore } from './market-store.ts'
import type { Orders } from './orders.ts'
import type { RetryTimer } from './retry-timer.ts'
import type { Stats } from './stats.ts'

/** Passes the socket's messages to the store, the orders and the figures. */
export function listenerOf(
  store: MarketStore,
  retryTimer: RetryTimer,
  orders: () => Orders | null,
  stats: () => Stats | null,
  personChanged: () => void,
): Listener {
  const owner = new Owner()
  return {
    position: store.position,
    opened(message) {
      store.hearOpened(message)
      retryTimer.retryNow()
    },
    reset: (message) => store.hearReset(message),
    changed: (message) => store.hearChanged(message),
    unchanged: () => store.hearUnchanged(),
    loaded: (market) => store.hearLoaded(market),
    order: (message) => orders()?.add([message.order]),
    sales: (message) => store.hearSales(message),
    stats: (message) => stats()?.hear(message),
    personChanged,
    connection(state) {
      store.hearConnection(state)
      if (state.kind === 'brief-offline' || state.kind === 'offline') orders()?.pause()
    },
    inStep() {
      retryTimer.retryNow()
      if (owner.changesTo(store.view()?.epoch, store.opened()?.session.id)) {
        orders()?.clear()
        stats()?.clear()
      }
      stats()?.inStep()
      void orders()?.sync(store.position()?.seq ?? 0)
    },
  }
}

/** The market and session that the loaded orders belong to; orders of others are never shown. */
class Owner {
  #key: string | null = null

  /** True if the owner changed. */
  changesTo(epoch: string | undefined, sessionId: string | undefined): boolean {
    const key = `${epoch ?? ''} ${sessionId ?? ''}`
    const hasChanged = this.#key !== null && this.#key !== key
    this.#key = key
    return hasChanged
  }
}
