import { isBlank } from '../../shared/blank.ts'
import type { BuyerClient } from '../store/client.ts'
import type { Storage } from '../store/storage.ts'

const key = 'souk:name'

/** The server makes a name for who gave none. */
export const isMadeUp = (name: string): boolean => name.startsWith('Guest ')

/**
 * The name to call at pickup, as this browser keeps it for guests. The server forgets a session's name with the
 * session; this does not, and tells it again. An account may have a name of its own, which changes only where it is
 * typed.
 */
export class PickupName {
  readonly #storage: Storage
  readonly #client: BuyerClient

  constructor(storage: Storage, client: BuyerClient) {
    this.#storage = storage
    this.#client = client
  }

  /** The one to show where it is typed. */
  kept(): string {
    return this.#accountName() ?? this.#storage.read(key) ?? ''
  }

  /** Keeps what was typed, and sends it at once: what is bought after this is already called so. */
  keep(typed: string): void {
    const name = isBlank(typed) ? '' : typed.replace(/\p{Cc}/gu, ' ').trim()
    if (this.#accountName() !== null) return this.#tell(name, () => {})
    if (name) this.#storage.write(key, name)
    this.#tellKept()
  }

  #accountName(): string | null {
    const session = this.#client.store.opened()?.session
    return session && session.role !== 'guest' && !isMadeUp(session.name) ? session.name : null
  }

  #tellKept(): void {
    if (this.#accountName() === null) this.#tell(this.kept(), (name) => void this.#storage.write(key, name))
  }

  /** Tells the server where it knows another name, and `onTaken` what it makes of it. */
  #tell(name: string, onTaken: (name: string) => void): void {
    const known = this.#client.store.opened()?.session.name
    if (!name || known === undefined || known === name) return
    void this.#client.rename(name).then((outcome) => {
      if (outcome.kind === 'ok') onTaken(outcome.reply.session.name)
      // Without this it would be refused again at every connect.
      else if (outcome.kind === 'refused' && outcome.refusal.code === 'invalid') this.#storage.remove(key)
    })
  }

  /** Tells it after every connect; returns how to stop. */
  follow(): () => void {
    return this.#client.topics.on('session', () => this.#tellKept())
  }
}
