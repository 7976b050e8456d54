import type { BuyerClient } from '../store/client.ts'
import type { Storage } from '../store/storage.ts'

const key = 'souk:name'

/**
 * The name to call at pickup, as this browser keeps it. The server forgets a session's name with the session;
 * this does not, and tells it again.
 */
export class PickupName {
  readonly #storage: Storage
  readonly #client: BuyerClient

  constructor(storage: Storage, client: BuyerClient) {
    this.#storage = storage
    this.#client = client
  }

  kept(): string {
    return this.#storage.read(key) ?? ''
  }

  /** Keeps what was typed, and sends it at once: what is bought after this is already called so. */
  keep(typed: string): void {
    const name = typed.replace(/\p{Cc}/gu, ' ').trim()
    if (name) this.#storage.write(key, name)
    this.tell()
  }

  /** Tells the server where it knows another name; what it makes of the name is kept. */
  tell(): void {
    const name = this.kept()
    const known = this.#client.store.opened()?.session.name
    if (!name || known === undefined || known === name) return
    void this.#client.rename(name).then((outcome) => {
      if (outcome.kind === 'ok') this.#storage.write(key, outcome.reply.session.name)
      // Without this it would be refused again at every connect.
      else if (outcome.kind === 'refused' && outcome.refusal.code === 'invalid') this.#storage.remove(key)
    })
  }

  /** Tells it after every connect; returns how to stop. */
  follow(): () => void {
    return this.#client.topics.on('session', () => this.tell())
  }
}
