import { isBlank } from '../../shared/blank.ts'
import type { BuyerClient } from '../store/client.ts'
import type { Storage } from '../store/storage.ts'

const key = 'souk:name'

/** The server makes up a name for a buyer who has not given one. */
export const isMadeUp = (name: string): boolean => name.startsWith('Guest ')

/**
 * The pickup name, kept by this browser for guests. The server forgets it with the session, so it is sent again
 * to a new one. An account has a pickup name of its own, which only its owner's typing changes.
 */
export class PickupName {
  readonly #storage: Storage
  readonly #client: BuyerClient

  constructor(storage: Storage, client: BuyerClient) {
    this.#storage = storage
    this.#client = client
  }

  /** What the input shows. */
  kept(): string {
    return this.#accountName() ?? this.#storage.read(key) ?? ''
  }

  /** Stores what was typed and sends it at once, so that the next order already has it. */
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

  /** Sends the name if the server has another one; `onTaken` gets the name as the server stored it. */
  #tell(name: string, onTaken: (name: string) => void): void {
    const known = this.#client.store.opened()?.session.name
    if (!name || known === undefined || known === name) return
    void this.#client.rename(name).then((outcome) => {
      if (outcome.kind === 'ok') onTaken(outcome.reply.session.name)
      // Otherwise it would be refused again at every connect.
      else if (outcome.kind === 'refused' && outcome.refusal.code === 'invalid') this.#storage.remove(key)
    })
  }

  /** Sends it after every connect. Returns a function that stops this. */
  follow(): () => void {
    return this.#client.topics.on('session', () => this.#tellKept())
  }
}
