import { setImmediate as others } from 'node:timers/promises'
import type { Connection } from '../broadcast/connection.ts'
import { Message } from '../broadcast/messages.ts'
import type { BrandStore } from './brand-store.ts'

/** Sends the next ones after other work has had its turn. */
const sentAtOnceMax = 500

/** Sends `brand:changed` to each client as it connects, if the operator has set anything, and to all at a change. */
export class BrandNotifier {
  readonly #brand: BrandStore
  readonly #connections = new Set<Connection>()
  #message: Message | null = null

  constructor(brand: BrandStore) {
    this.#brand = brand
    brand.onChange(() => void this.#tellAll())
  }

  join(connection: Connection): void {
    this.#connections.add(connection)
    if (this.#brand.isSet) connection.send(this.#current())
  }

  leave(connection: Connection): void {
    this.#connections.delete(connection)
  }

  #current(): Message {
    this.#message ??= Message.of('brand:changed', this.#brand.current)
    return this.#message
  }

  async #tellAll(): Promise<void> {
    this.#message = null
    let sent = 0
    for (const connection of [...this.#connections]) {
      if (!this.#connections.has(connection)) continue
      connection.send(this.#current())
      sent += 1
      if (sent % sentAtOnceMax === 0) await others()
    }
  }
}
